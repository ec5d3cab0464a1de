CREATE TYPE "public"."calendar_provider" AS ENUM('google', 'microsoft', 'caldav');--> statement-breakpoint
CREATE TYPE "public"."token_status" AS ENUM('healthy', 'expiring', 'expired', 'revoked');--> statement-breakpoint
CREATE TYPE "public"."sync_status" AS ENUM('pending', 'synced', 'failed');--> statement-breakpoint
CREATE TYPE "public"."tour_status" AS ENUM('confirmed', 'completed', 'cancelled', 'no_show');--> statement-breakpoint
CREATE TYPE "public"."tour_type" AS ENUM('in_person', 'self_guided', 'video');--> statement-breakpoint
CREATE TABLE "agent_calendars" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"calendar_id" text NOT NULL,
	"summary" text NOT NULL,
	"timezone" text NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"blocks_time" boolean DEFAULT true NOT NULL,
	"sync_token" text,
	"channel_id" text,
	"channel_resource_id" text,
	"channel_token_hash" text,
	"channel_expires_at" timestamp with time zone,
	"last_synced_at" timestamp with time zone,
	CONSTRAINT "agent_calendars_connectionId_calendarId_unique" UNIQUE("connection_id","calendar_id")
);
--> statement-breakpoint
ALTER TABLE "agent_calendars" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calendar_connections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"provider" "calendar_provider" NOT NULL,
	"account_email" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"access_token_expires_at" timestamp with time zone,
	"token_status" "token_status" DEFAULT 'healthy' NOT NULL,
	"failing_since" timestamp with time zone,
	"refresh_lease_until" timestamp with time zone,
	"last_health_check_at" timestamp with time zone,
	"health_check_error" text,
	"connected_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disconnected_at" timestamp with time zone,
	CONSTRAINT "calendar_connections_profileId_provider_accountEmail_unique" UNIQUE("profile_id","provider","account_email")
);
--> statement-breakpoint
ALTER TABLE "calendar_connections" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calendar_token_refreshes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"outcome" text NOT NULL,
	"error" text
);
--> statement-breakpoint
ALTER TABLE "calendar_token_refreshes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "external_calendar_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"agent_calendar_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"provider_event_id" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"busy" boolean NOT NULL,
	"title" text,
	"etag" text,
	CONSTRAINT "external_calendar_events_agentCalendarId_providerEventId_unique" UNIQUE("agent_calendar_id","provider_event_id")
);
--> statement-breakpoint
ALTER TABLE "external_calendar_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "oauth_states" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"property_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"provider" "calendar_provider" NOT NULL,
	"state_hash" text NOT NULL,
	"browser_hash" text NOT NULL,
	"link_id" text NOT NULL,
	"verifier" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"consumed_at" timestamp with time zone,
	"connected_at" timestamp with time zone,
	CONSTRAINT "oauth_states_stateHash_unique" UNIQUE("state_hash")
);
--> statement-breakpoint
ALTER TABLE "oauth_states" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "lead_consents" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"property_id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"granted" boolean NOT NULL,
	"text_version" text NOT NULL,
	"page" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "lead_consents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "lead_messages" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"property_id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"body" text,
	"page" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "lead_messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "leads" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"property_id" uuid NOT NULL,
	"first_name" text,
	"last_name" text,
	"email" text,
	"phone" text,
	"source" text NOT NULL,
	"locale" text,
	"test" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "one_lead_an_email" UNIQUE("property_id","test","email")
);
--> statement-breakpoint
ALTER TABLE "leads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"property_id" uuid NOT NULL,
	"tour_id" uuid,
	"kind" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"recipient" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "messages_propertyId_dedupeKey_unique" UNIQUE("property_id","dedupe_key")
);
--> statement-breakpoint
ALTER TABLE "messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "organizations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "profiles" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"front_desk" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "profiles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "property_agents" (
	"property_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"hours" jsonb,
	"overrides" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"daily_cap" integer,
	"active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "property_agents_property_id_profile_id_pk" PRIMARY KEY("property_id","profile_id")
);
--> statement-breakpoint
ALTER TABLE "property_agents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"property_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"key" text NOT NULL,
	"allowed_origins" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "api_keys_key_unique" UNIQUE("key")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "lumaleasing_config" (
	"property_id" uuid PRIMARY KEY NOT NULL,
	"tours_enabled" boolean DEFAULT true NOT NULL,
	"tour_duration_minutes" integer DEFAULT 30 NOT NULL,
	"slot_interval_minutes" integer,
	"buffer_minutes" integer DEFAULT 15 NOT NULL,
	"notice_minutes" integer DEFAULT 120 NOT NULL,
	"horizon_days" integer DEFAULT 14 NOT NULL,
	"daily_cap" integer,
	"change_cutoff_minutes" integer DEFAULT 60 NOT NULL,
	"tour_types" jsonb DEFAULT '[{"id":"in_person"}]'::jsonb NOT NULL,
	"event_title" text DEFAULT 'Tour - {Property}' NOT NULL,
	"brand_color" text DEFAULT '#1f6f5c' NOT NULL,
	"greeting" text,
	"assistant_name" text,
	"privacy_url" text,
	"sms_offered" boolean DEFAULT false NOT NULL,
	"consent_version" text DEFAULT '2026-11' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "lumaleasing_config" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "properties" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"timezone" text NOT NULL,
	"address" jsonb NOT NULL,
	"contact_name" text NOT NULL,
	"contact_phone" text,
	"contact_email" text,
	"directions" text,
	"what_to_bring" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"hours" jsonb NOT NULL,
	"overrides" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "properties_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
ALTER TABLE "properties" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "rate_limits" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calendar_events" (
	"tour_id" uuid PRIMARY KEY NOT NULL,
	"property_id" uuid NOT NULL,
	"agent_calendar_id" uuid,
	"provider_event_id" text,
	"etag" text,
	"generation" integer DEFAULT 0 NOT NULL,
	"sync_status" "sync_status" DEFAULT 'pending' NOT NULL,
	"last_error" text,
	"synced_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "calendar_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"property_id" uuid NOT NULL,
	"api_key_id" uuid NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"lease_until" timestamp with time zone,
	"status" integer,
	"body" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_api_key_id_route_key_pk" PRIMARY KEY("api_key_id","route","key")
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tour_bookings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"property_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"status" "tour_status" DEFAULT 'confirmed' NOT NULL,
	"tour_type" "tour_type" NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone NOT NULL,
	"blocked" "tstzrange" GENERATED ALWAYS AS (tstzrange(starts_at, blocked_until, '[)')) STORED,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"email" text NOT NULL,
	"phone" text,
	"special_requests" text,
	"locale" text,
	"conflict_accepted" boolean DEFAULT false NOT NULL,
	"unverified" boolean DEFAULT false NOT NULL,
	"test" boolean DEFAULT false NOT NULL,
	"cancelled_via" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "tour_bookings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tour_history" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"property_id" uuid NOT NULL,
	"tour_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"actor" text NOT NULL,
	"via" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "tour_history" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tour_slots" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"property_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	CONSTRAINT "tour_slots_propertyId_profileId_startsAt_unique" UNIQUE("property_id","profile_id","starts_at")
);
--> statement-breakpoint
ALTER TABLE "tour_slots" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "agent_calendars" ADD CONSTRAINT "agent_calendars_profile_id_profiles_id_fk" FOREIGN KEY ("profile_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_calendars" ADD CONSTRAINT "agent_calendars_connection_id_calendar_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."calendar_connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_connections" ADD CONSTRAINT "calendar_connections_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_connections" ADD CONSTRAINT "calendar_connections_profile_id_profiles_id_fk" FOREIGN KEY ("profile_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_token_refreshes" ADD CONSTRAINT "calendar_token_refreshes_connection_id_calendar_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."calendar_connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_calendar_events" ADD CONSTRAINT "external_calendar_events_agent_calendar_id_agent_calendars_id_fk" FOREIGN KEY ("agent_calendar_id") REFERENCES "public"."agent_calendars"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lead_consents" ADD CONSTRAINT "lead_consents_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lead_messages" ADD CONSTRAINT "lead_messages_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leads" ADD CONSTRAINT "leads_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_tour_id_tour_bookings_id_fk" FOREIGN KEY ("tour_id") REFERENCES "public"."tour_bookings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "property_agents" ADD CONSTRAINT "property_agents_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "property_agents" ADD CONSTRAINT "property_agents_profile_id_profiles_id_fk" FOREIGN KEY ("profile_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lumaleasing_config" ADD CONSTRAINT "lumaleasing_config_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "properties" ADD CONSTRAINT "properties_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_events" ADD CONSTRAINT "calendar_events_tour_id_tour_bookings_id_fk" FOREIGN KEY ("tour_id") REFERENCES "public"."tour_bookings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_events" ADD CONSTRAINT "calendar_events_agent_calendar_id_agent_calendars_id_fk" FOREIGN KEY ("agent_calendar_id") REFERENCES "public"."agent_calendars"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_api_key_id_api_keys_id_fk" FOREIGN KEY ("api_key_id") REFERENCES "public"."api_keys"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tour_bookings" ADD CONSTRAINT "tour_bookings_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tour_bookings" ADD CONSTRAINT "tour_bookings_profile_id_profiles_id_fk" FOREIGN KEY ("profile_id") REFERENCES "public"."profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tour_bookings" ADD CONSTRAINT "tour_bookings_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tour_history" ADD CONSTRAINT "tour_history_tour_id_tour_bookings_id_fk" FOREIGN KEY ("tour_id") REFERENCES "public"."tour_bookings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tour_slots" ADD CONSTRAINT "tour_slots_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tour_slots" ADD CONSTRAINT "tour_slots_profile_id_profiles_id_fk" FOREIGN KEY ("profile_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_default_calendar" ON "agent_calendars" USING btree ("profile_id") WHERE is_default;--> statement-breakpoint
CREATE INDEX "calendar_connections_organization_id_index" ON "calendar_connections" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "calendar_token_refreshes_connection_id_at_index" ON "calendar_token_refreshes" USING btree ("connection_id","at");--> statement-breakpoint
CREATE INDEX "external_calendar_events_profile_id_starts_at_index" ON "external_calendar_events" USING btree ("profile_id","starts_at");--> statement-breakpoint
CREATE INDEX "oauth_states_link_id_index" ON "oauth_states" USING btree ("link_id");--> statement-breakpoint
CREATE INDEX "lead_consents_lead_id_index" ON "lead_consents" USING btree ("lead_id");--> statement-breakpoint
CREATE INDEX "lead_messages_lead_id_index" ON "lead_messages" USING btree ("lead_id");--> statement-breakpoint
CREATE INDEX "lead_messages_property_id_created_at_index" ON "lead_messages" USING btree ("property_id","created_at");--> statement-breakpoint
CREATE INDEX "leads_property_id_phone_index" ON "leads" USING btree ("property_id","phone");--> statement-breakpoint
CREATE INDEX "messages_tour_id_index" ON "messages" USING btree ("tour_id");--> statement-breakpoint
CREATE INDEX "profiles_organization_id_index" ON "profiles" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "property_agents_profile_id_index" ON "property_agents" USING btree ("profile_id");--> statement-breakpoint
CREATE INDEX "api_keys_property_id_index" ON "api_keys" USING btree ("property_id");--> statement-breakpoint
CREATE INDEX "properties_organization_id_index" ON "properties" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "unsynced_events" ON "calendar_events" USING btree ("updated_at") WHERE sync_status <> 'synced';--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at_index" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "tour_bookings_property_id_starts_at_index" ON "tour_bookings" USING btree ("property_id","starts_at");--> statement-breakpoint
CREATE INDEX "tour_bookings_profile_id_starts_at_index" ON "tour_bookings" USING btree ("profile_id","starts_at");--> statement-breakpoint
CREATE INDEX "tour_bookings_lead_id_index" ON "tour_bookings" USING btree ("lead_id");--> statement-breakpoint
CREATE INDEX "confirmed_by_end" ON "tour_bookings" USING btree ("ends_at") WHERE status = 'confirmed';--> statement-breakpoint
CREATE INDEX "tour_history_tour_id_at_index" ON "tour_history" USING btree ("tour_id","at");--> statement-breakpoint
CREATE POLICY "of_organization" ON "agent_calendars" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "agent_calendars" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "of_organization" ON "calendar_connections" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "calendar_connections" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "of_organization" ON "calendar_token_refreshes" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_organization" ON "external_calendar_events" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "oauth_states" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "of_property" ON "lead_consents" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid)) WITH CHECK (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_property" ON "lead_messages" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid)) WITH CHECK (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_property" ON "leads" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid)) WITH CHECK (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_property" ON "messages" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid)) WITH CHECK (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "own" ON "organizations" AS PERMISSIVE FOR SELECT TO "luma_tenant" USING (id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "organizations" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "of_organization" ON "profiles" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_organization" ON "property_agents" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_property" ON "api_keys" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid)) WITH CHECK (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "api_keys" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "of_property" ON "lumaleasing_config" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid)) WITH CHECK (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "lumaleasing_config" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "of_organization" ON "properties" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "properties" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "of_system" ON "rate_limits" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "of_property" ON "calendar_events" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid)) WITH CHECK (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "calendar_events" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "of_property" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid)) WITH CHECK (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "of_property" ON "tour_bookings" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid)) WITH CHECK (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "tour_bookings" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "of_property" ON "tour_history" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid)) WITH CHECK (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_property" ON "tour_slots" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid)) WITH CHECK (property_id = (select nullif(current_setting('app.property_id', true), '')::uuid));