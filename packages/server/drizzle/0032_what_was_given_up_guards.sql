-- The sweep sees of which messages a manager was told.
GRANT SELECT (alert_id) ON messages TO luma_system;
