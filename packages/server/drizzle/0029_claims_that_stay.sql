-- NOT VALID: rows of before are not read under a lock; one whose tour was erased goes with its lead.
ALTER TABLE "lead_messages" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "lead_consents" ADD CONSTRAINT "lead_consents_tour_id_tour_bookings_id_fk" FOREIGN KEY ("tour_id") REFERENCES "public"."tour_bookings"("id") ON DELETE cascade ON UPDATE no action NOT VALID;--> statement-breakpoint
ALTER TABLE "lead_consents" ADD CONSTRAINT "lead_consents_message_id_lead_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."lead_messages"("id") ON DELETE cascade ON UPDATE no action NOT VALID;--> statement-breakpoint
CREATE INDEX "lead_consents_tour_id_index" ON "lead_consents" USING btree ("tour_id");--> statement-breakpoint
CREATE INDEX "lead_consents_message_id_index" ON "lead_consents" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "tour_bookings_property_id_email_index" ON "tour_bookings" USING btree ("property_id","email");