CREATE TABLE "calendar_releases" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"provider" "calendar_provider" NOT NULL,
	"account_email" text NOT NULL,
	"refresh_token" text,
	"channels" jsonb NOT NULL,
	"revoking_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "calendar_releases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "calendar_releases_account_email_index" ON "calendar_releases" USING btree ("account_email");--> statement-breakpoint
CREATE POLICY "of_organization" ON "calendar_releases" AS PERMISSIVE FOR ALL TO "luma_tenant" USING (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)) WITH CHECK (organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "of_system" ON "calendar_releases" AS PERMISSIVE FOR ALL TO "luma_system" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE calendar_releases FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON calendar_releases TO luma_tenant;--> statement-breakpoint
-- Whether a grant is being ended is asked across organisations; a sweep drops what is old.
GRANT SELECT, DELETE ON calendar_releases TO luma_system;
