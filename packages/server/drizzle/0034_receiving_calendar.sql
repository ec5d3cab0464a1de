ALTER TABLE "external_calendar_events" ADD COLUMN "unreadable" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "tour_bookings" ADD COLUMN "receiver" uuid;--> statement-breakpoint
CREATE INDEX "unreadable_events" ON "external_calendar_events" USING btree ("agent_calendar_id") WHERE unreadable;--> statement-breakpoint
CREATE INDEX "tour_bookings_receiver_starts_at_index" ON "tour_bookings" USING btree ("receiver","starts_at");