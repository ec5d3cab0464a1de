ALTER TABLE appointment_history FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Append-only.
GRANT SELECT, INSERT ON appointment_history TO luma_tenant;
