CREATE TABLE "widget_files" (
	"release" text NOT NULL,
	"path" text NOT NULL,
	"body" "bytea" NOT NULL,
	"stored_at" timestamp with time zone NOT NULL,
	CONSTRAINT "widget_files_release_path_pk" PRIMARY KEY("release","path")
);
--> statement-breakpoint
ALTER TABLE "widget_files" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "widget_files_path_index" ON "widget_files" USING btree ("path");--> statement-breakpoint
CREATE POLICY "of_server" ON "widget_files" AS PERMISSIVE FOR ALL TO public USING (true) WITH CHECK (true);