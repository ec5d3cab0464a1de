-- Append-only, but for the words in it that a manager no longer lets us read.
GRANT UPDATE (details) ON calendar_sync_logs TO luma_system;
