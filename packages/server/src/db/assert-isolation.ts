import { sql } from 'drizzle-orm';
import { OperatorError } from '../lib/operator-error.ts';
import { rowsOf, type Db } from './client.ts';

/**
 * Refuses to start if a role bypasses row security, or a table does not force it. PGlite connects as superuser, so
 * the check takes each role first.
 */
export async function assertIsolation(db: Db): Promise<void> {
  for (const role of ['luma_tenant', 'luma_system', 'luma_auth']) {
    const bypasses = await db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('role', ${role}, true)`);
      const result = await tx.execute(
        // A member of a mightier role bypasses row security, too.
        sql`select rolsuper or rolbypassrls or exists (
            select from pg_roles other where other.rolname <> current_user
              and (other.rolname like 'luma\\_%' or other.rolsuper or other.rolbypassrls)
              and pg_has_role(current_user, other.oid, 'member'))
          as bypasses from pg_roles where rolname = current_user`,
      );
      return rowsOf<{ bypasses: boolean }>(result)[0]?.bypasses ?? true;
    });
    if (bypasses)
      throw new OperatorError(
        `The database role ${role} bypasses row-level security: take from it SUPERUSER, BYPASSRLS and whatever other role it was granted.`,
      );
  }
  const open = rowsOf<{ relname: string }>(
    await db.execute(sql`
      select relname from pg_class join pg_namespace n on n.oid = relnamespace
      where nspname = 'public' and relkind = 'r' and not (relrowsecurity and relforcerowsecurity)`),
  );
  if (open.length > 0)
    throw new OperatorError(
      `Row-level security is not forced on ${open.map((t) => t.relname).join(', ')}: a table in the schema public that is not ours belongs elsewhere; on ours run ALTER TABLE … FORCE ROW LEVEL SECURITY.`,
    );
}
