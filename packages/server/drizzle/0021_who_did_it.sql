CREATE TABLE "appointment_history" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"appointment_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"actor" text DEFAULT 'system' NOT NULL,
	"actor_user_id" uuid,
	"via" text DEFAULT 'system' NOT NULL,
	"details" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "appointment_history" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "tour_history" ALTER COLUMN "actor" SET DEFAULT 'system';--> statement-breakpoint
ALTER TABLE "tour_history" ALTER COLUMN "via" SET DEFAULT 'system';--> statement-breakpoint
ALTER TABLE "calendar_sync_logs" ADD COLUMN "actor" text DEFAULT 'system' NOT NULL;--> statement-breakpoint
ALTER TABLE "calendar_sync_logs" ADD COLUMN "actor_user_id" uuid;--> statement-breakpoint
ALTER TABLE "calendar_sync_logs" ADD COLUMN "via" text DEFAULT 'system' NOT NULL;--> statement-breakpoint
ALTER TABLE "tour_history" ADD COLUMN "actor_user_id" uuid;--> statement-breakpoint
ALTER TABLE "appointment_history" ADD CONSTRAINT "appointment_history_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "appointment_history_appointment_id_at_index" ON "appointment_history" USING btree ("appointment_id","at");--> statement-breakpoint
CREATE INDEX "appointment_history_organization_id_at_index" ON "appointment_history" USING btree ("organization_id","at");--> statement-breakpoint
CREATE POLICY "of_organization" ON "appointment_history" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));