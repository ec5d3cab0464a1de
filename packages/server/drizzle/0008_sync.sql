CREATE TABLE "calendar_channels" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"agent_calendar_id" uuid NOT NULL,
	"resource_id" text,
	"token_hash" text NOT NULL,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"stopped_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "calendar_channels" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calendar_sync_logs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"agent_calendar_id" uuid,
	"tour_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"direction" text NOT NULL,
	"operation" text NOT NULL,
	"outcome" text NOT NULL,
	"duration_ms" integer NOT NULL,
	"items" integer DEFAULT 0 NOT NULL,
	"error" text,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "calendar_sync_logs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "agent_calendars" ADD COLUMN "writable" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_calendars" ADD COLUMN "show_titles" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_calendars" ADD COLUMN "sync_run" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_calendars" ADD COLUMN "mirrored_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "agent_calendars" ADD COLUMN "last_attempt_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "agent_calendars" ADD COLUMN "last_error" text;--> statement-breakpoint
ALTER TABLE "agent_calendars" ADD COLUMN "failing_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "calendar_connections" ADD COLUMN "paused_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "calendar_connections" ADD COLUMN "paused_for_ms" integer;--> statement-breakpoint
ALTER TABLE "external_calendar_events" ADD COLUMN "series_id" text;--> statement-breakpoint
ALTER TABLE "external_calendar_events" ADD COLUMN "all_day" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "external_calendar_events" ADD COLUMN "location" text;--> statement-breakpoint
ALTER TABLE "external_calendar_events" ADD COLUMN "description" text;--> statement-breakpoint
ALTER TABLE "external_calendar_events" ADD COLUMN "kind" text;--> statement-breakpoint
ALTER TABLE "external_calendar_events" ADD COLUMN "agreed" jsonb;--> statement-breakpoint
ALTER TABLE "external_calendar_events" ADD COLUMN "sync_status" "sync_status" DEFAULT 'synced' NOT NULL;--> statement-breakpoint
ALTER TABLE "external_calendar_events" ADD COLUMN "last_error" text;--> statement-breakpoint
ALTER TABLE "external_calendar_events" ADD COLUMN "revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "external_calendar_events" ADD COLUMN "sync_run" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "external_calendar_events" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "external_calendar_events" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "details" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "calendar_events" ADD COLUMN "agreed" jsonb;--> statement-breakpoint
ALTER TABLE "calendar_events" ADD COLUMN "invite" text DEFAULT 'pending' NOT NULL;--> statement-breakpoint
ALTER TABLE "calendar_events" ADD COLUMN "revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "calendar_channels" ADD CONSTRAINT "calendar_channels_agent_calendar_id_agent_calendars_id_fk" FOREIGN KEY ("agent_calendar_id") REFERENCES "public"."agent_calendars"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_sync_logs" ADD CONSTRAINT "calendar_sync_logs_connection_id_calendar_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."calendar_connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_sync_logs" ADD CONSTRAINT "calendar_sync_logs_agent_calendar_id_agent_calendars_id_fk" FOREIGN KEY ("agent_calendar_id") REFERENCES "public"."agent_calendars"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calendar_channels_agent_calendar_id_index" ON "calendar_channels" USING btree ("agent_calendar_id");--> statement-breakpoint
CREATE INDEX "calendar_sync_logs_connection_id_at_index" ON "calendar_sync_logs" USING btree ("connection_id","at");--> statement-breakpoint
CREATE INDEX "calendar_sync_logs_at_index" ON "calendar_sync_logs" USING btree ("at");--> statement-breakpoint
CREATE INDEX "unsynced_appointments" ON "external_calendar_events" USING btree ("updated_at") WHERE sync_status <> 'synced';--> statement-breakpoint
CREATE POLICY "of_system" ON "external_calendar_events" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "of_organization" ON "calendar_channels" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "calendar_channels" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "of_organization" ON "calendar_sync_logs" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "calendar_sync_logs" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);