-- The server's own table. It says nothing of any tenant, so tenants' roles get no grant.
ALTER TABLE widget_files FORCE ROW LEVEL SECURITY;
