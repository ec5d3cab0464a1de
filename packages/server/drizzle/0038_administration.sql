ALTER TABLE "organizations" ADD COLUMN "slug" text DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "name" text DEFAULT 'website' NOT NULL;--> statement-breakpoint
CREATE INDEX "profiles_by_email" ON "profiles" USING btree ("organization_id","email");--> statement-breakpoint
-- contract: obeyed since 0001. Whoever names no slug gets a random one; and there are no more rows than customers.
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_slug_unique" UNIQUE("slug");