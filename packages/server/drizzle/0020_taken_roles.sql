DROP POLICY "of_system" ON "rate_limits" CASCADE;--> statement-breakpoint
CREATE POLICY "of_server" ON "rate_limits" AS PERMISSIVE FOR ALL TO public USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER POLICY "of_system" ON "members" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "agent_calendars" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "calendar_channels" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "calendar_connections" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "calendar_releases" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "calendar_sync_logs" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "calendar_token_refreshes" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "external_calendar_events" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "oauth_states" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "organizations" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "api_keys" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "lumaleasing_config" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "properties" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "calendar_events" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "idempotency_keys" TO luma_system USING (current_user = 'luma_system') WITH CHECK (current_user = 'luma_system');--> statement-breakpoint
ALTER POLICY "of_system" ON "tour_bookings" TO luma_system USING (current_user in ('luma_system', 'luma_tenant')) WITH CHECK (current_user in ('luma_system', 'luma_tenant'));