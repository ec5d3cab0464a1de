-- Organisations made before they had slugs get one from their name: as long as the API takes, and numbered where several
-- want the same. Who has no Latin letter in the name keeps the random one. The owner of a table does not pass its own
-- forced row security.
ALTER TABLE "organizations" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
DO $$
DECLARE
  one record;
  base text;
  wanted text;
  n integer;
BEGIN
  FOR one IN SELECT "id", "name" FROM "organizations" ORDER BY "created_at", "id" LOOP
    base := trim(both '-' from left(trim(both '-' from regexp_replace(lower(one.name), '[^a-z0-9]+', '-', 'g')), 60));
    CONTINUE WHEN base = '';
    n := 1;
    wanted := base;
    WHILE EXISTS (SELECT FROM "organizations" WHERE "slug" = wanted) LOOP
      n := n + 1;
      wanted := trim(trailing '-' from left(base, 59 - length(n::text))) || '-' || n;
    END LOOP;
    UPDATE "organizations" SET "slug" = wanted WHERE "id" = one.id;
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE "organizations" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Agents are looked up by their address, as everybody's is kept: in small letters. No rule of a row stands before an
-- equality, so that the index is used.
ALTER TABLE "profiles" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE "profiles" SET "email" = lower("email") WHERE "email" <> lower("email");
--> statement-breakpoint
ALTER TABLE "profiles" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Keys had no name either. One for practice is another than the website's, and two of one property are two, each with
-- its origins: those that work first.
ALTER TABLE "api_keys" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE "api_keys" SET "name" = "numbered"."kind" || CASE WHEN "n" = 1 THEN '' ELSE '-' || "n" END FROM (
  SELECT "id", "kind", row_number() OVER (PARTITION BY "property_id", "kind"
    ORDER BY coalesce("expires_at" <= now(), false), "created_at", "id") AS "n"
  FROM (SELECT *, CASE WHEN "key" LIKE 'pk\_test\_%' THEN 'practice' ELSE 'website' END AS "kind" FROM "api_keys") AS "kinds"
) AS "numbered" WHERE "numbered"."id" = "api_keys"."id";
--> statement-breakpoint
ALTER TABLE "api_keys" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Servers keep what they know of a key: they hear of it when its origins or its end are changed.
CREATE TRIGGER announce_change AFTER UPDATE OR DELETE ON api_keys
  FOR EACH ROW EXECUTE FUNCTION luma_announce_property('id');
