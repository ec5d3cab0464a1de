-- A role of its own for the sign-in tables. Roles belong to the whole cluster, so another database may have created it already.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'luma_auth') THEN
    CREATE ROLE luma_auth NOLOGIN NOINHERIT;
  END IF;
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    GRANT luma_auth TO CURRENT_USER;
  END IF;
  GRANT USAGE ON SCHEMA public TO luma_auth;
END $$;
