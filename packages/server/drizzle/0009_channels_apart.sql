ALTER TABLE "agent_calendars" DROP COLUMN "channel_id";--> statement-breakpoint
ALTER TABLE "agent_calendars" DROP COLUMN "channel_resource_id";--> statement-breakpoint
ALTER TABLE "agent_calendars" DROP COLUMN "channel_token_hash";--> statement-breakpoint
ALTER TABLE "agent_calendars" DROP COLUMN "channel_expires_at";