CREATE TABLE "calendar_idle_polls" (
	"organization_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"polls" integer NOT NULL,
	CONSTRAINT "calendar_idle_polls_connection_id_hour_pk" PRIMARY KEY("connection_id","hour")
);
--> statement-breakpoint
ALTER TABLE "calendar_idle_polls" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "calendar_idle_polls" ADD CONSTRAINT "calendar_idle_polls_connection_id_calendar_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."calendar_connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "of_organization" ON "calendar_idle_polls" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "calendar_idle_polls" AS PERMISSIVE FOR ALL TO "luma_system" USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER TABLE calendar_idle_polls FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON calendar_idle_polls TO luma_tenant;--> statement-breakpoint
GRANT SELECT, DELETE ON calendar_idle_polls TO luma_system;
