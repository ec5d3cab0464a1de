CREATE TABLE "event_removals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"property_id" uuid NOT NULL,
	"tour_id" uuid NOT NULL,
	"agent_calendar_id" uuid NOT NULL,
	"generation" integer,
	"event_id" text,
	"arrives_until" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "one_removal_each" UNIQUE NULLS NOT DISTINCT("agent_calendar_id","tour_id","generation","event_id")
);
--> statement-breakpoint
ALTER TABLE "event_removals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "next_try_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "last_error" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "drop_reason" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "event_removals" ADD CONSTRAINT "event_removals_tour_id_tour_bookings_id_fk" FOREIGN KEY ("tour_id") REFERENCES "public"."tour_bookings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_removals" ADD CONSTRAINT "event_removals_agent_calendar_id_agent_calendars_id_fk" FOREIGN KEY ("agent_calendar_id") REFERENCES "public"."agent_calendars"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "event_removals_tour_id_index" ON "event_removals" USING btree ("tour_id");--> statement-breakpoint
CREATE INDEX "event_removals_created_at_index" ON "event_removals" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "queued_messages" ON "messages" USING btree ("next_try_at") WHERE status = 'queued';--> statement-breakpoint
CREATE INDEX "failed_messages" ON "messages" USING btree ("ended_at") WHERE status = 'failed';--> statement-breakpoint
CREATE POLICY "of_system" ON "messages" AS PERMISSIVE FOR ALL TO "luma_system" USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
CREATE POLICY "of_organization" ON "event_removals" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "event_removals" AS PERMISSIVE FOR ALL TO "luma_system" USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');