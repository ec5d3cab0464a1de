DROP INDEX "tour_bookings_lead_id_index";--> statement-breakpoint
CREATE INDEX "tour_bookings_lead_id_property_id_starts_at_index" ON "tour_bookings" USING btree ("lead_id","property_id","starts_at");