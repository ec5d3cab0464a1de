ALTER TABLE "lead_consents" ADD COLUMN "tour_id" uuid;--> statement-breakpoint
ALTER TABLE "lead_consents" ADD COLUMN "message_id" uuid;--> statement-breakpoint
ALTER TABLE "lead_messages" ADD COLUMN "first_name" text;--> statement-breakpoint
ALTER TABLE "lead_messages" ADD COLUMN "last_name" text;--> statement-breakpoint
ALTER TABLE "lead_messages" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "lead_messages" ADD COLUMN "phone" text;--> statement-breakpoint
ALTER TABLE "tour_bookings" ADD COLUMN "invitation" text DEFAULT 'known' NOT NULL;--> statement-breakpoint
CREATE INDEX "first_invitations" ON "tour_bookings" USING btree ("property_id","created_at") WHERE invitation = 'first';