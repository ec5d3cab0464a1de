-- Organisations made before they had slugs get one from their name, where no two want the same. The owner of a table does
-- not pass its own forced row security.
ALTER TABLE "organizations" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE "organizations" SET "slug" = "named"."slug" FROM (
  SELECT min("id"::text)::uuid AS "id", trim(both '-' from regexp_replace(lower("name"), '[^a-z0-9]+', '-', 'g')) AS "slug"
  FROM "organizations" GROUP BY 2 HAVING count(*) = 1
) AS "named" WHERE "named"."id" = "organizations"."id" AND "named"."slug" <> '';
--> statement-breakpoint
ALTER TABLE "organizations" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Keys had no name either. One for practice is another than the website's.
ALTER TABLE "api_keys" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE "api_keys" SET "name" = 'practice' WHERE "key" LIKE 'pk\_test\_%';
--> statement-breakpoint
ALTER TABLE "api_keys" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Servers keep what they know of a key: they hear of it when its origins or its end are changed.
CREATE TRIGGER announce_change AFTER UPDATE OR DELETE ON api_keys
  FOR EACH ROW EXECUTE FUNCTION luma_announce_property('id');
