-- No statement names these two; those made below answer the same questions.
-- contract: unused since 0025
DROP INDEX "calendar_channels_agent_calendar_id_index";--> statement-breakpoint
-- contract: unused since 0025
DROP INDEX "tour_bookings_profile_id_created_at_index";--> statement-breakpoint
CREATE INDEX "calendar_channels_agent_calendar_id_expires_at_index" ON "calendar_channels" USING btree ("agent_calendar_id","expires_at");--> statement-breakpoint
CREATE INDEX "calendar_connections_account_email_index" ON "calendar_connections" USING btree ("account_email");--> statement-breakpoint
CREATE INDEX "calendar_idle_polls_hour_index" ON "calendar_idle_polls" USING btree ("hour");--> statement-breakpoint
CREATE INDEX "calendar_releases_created_at_index" ON "calendar_releases" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "releases_to_do" ON "calendar_releases" USING btree ("id") WHERE refresh_token is not null;--> statement-breakpoint
CREATE INDEX "calendar_sync_logs_agent_calendar_id_index" ON "calendar_sync_logs" USING btree ("agent_calendar_id");--> statement-breakpoint
CREATE INDEX "calendar_token_refreshes_at_index" ON "calendar_token_refreshes" USING btree ("at");--> statement-breakpoint
CREATE INDEX "events_longer_than_a_day" ON "external_calendar_events" USING btree ("profile_id","ends_at") WHERE ends_at - starts_at > interval '1 day';--> statement-breakpoint
CREATE INDEX "oauth_states_expires_at_index" ON "oauth_states" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "calendar_alerts" ON "messages" USING btree ("property_id","created_at") WHERE kind = 'calendar_alert';--> statement-breakpoint
CREATE INDEX "rate_limits_expire_index" ON "rate_limits" USING btree ("expire");--> statement-breakpoint
CREATE INDEX "calendar_events_agent_calendar_id_index" ON "calendar_events" USING btree ("agent_calendar_id");--> statement-breakpoint
CREATE INDEX "tour_bookings_property_id_profile_id_created_at_index" ON "tour_bookings" USING btree ("property_id","profile_id","created_at");--> statement-breakpoint
CREATE INDEX "unverified_tours" ON "tour_bookings" USING btree ("profile_id") WHERE unverified;--> statement-breakpoint
CREATE INDEX "practised_tours" ON "tour_bookings" USING btree ("property_id","created_at") WHERE test;