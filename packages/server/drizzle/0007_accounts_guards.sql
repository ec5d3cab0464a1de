-- What Drizzle has no word for: forced row security, and grants.
ALTER TABLE users FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE verifications FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE members FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON users, sessions, accounts, verifications TO luma_auth;
--> statement-breakpoint
GRANT SELECT ON members TO luma_tenant;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON members TO luma_system;
