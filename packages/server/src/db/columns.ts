import type { Via } from '@luma-leasing/types/tour';
import { sql, type SQL } from 'drizzle-orm';
import { customType, pgPolicy, pgRole, text, uuid, type PgRole } from 'drizzle-orm/pg-core';

/** Roles belong to the whole cluster: the first migration creates them where they are absent. */
export const tenantRole = pgRole('luma_tenant').existing();
export const systemRole = pgRole('luma_system').existing();
export const authRole = pgRole('luma_auth').existing();

/** `timestamptz`, as epoch milliseconds in the program. */
export const instant = customType<{ data: number; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  toDriver: (ms) => new Date(ms).toISOString(),
  fromDriver: (text) => Date.parse(text),
});

export const id = () => uuid().primaryKey().defaultRandom();
export const createdAt = () =>
  instant()
    .notNull()
    .default(sql`now()`);

/** Who did something [B6]: role, account where there is one, and by what way. */
export const actorColumns = () => ({
  actor: text({
    enum: ['prospect', 'agent', 'manager', 'owner', 'operator', 'calendar', 'system'],
  })
    .notNull()
    .default('system'),
  actorUserId: uuid(),
  via: text().$type<Via>().notNull().default('system'),
});

// An unset variable reads as null or '': both must match no row, not raise an error.
const setting = (name: string) =>
  sql.raw(`(select nullif(current_setting('app.${name}', true), '')::uuid)`);

const ownRows = (name: string, owns: SQL) =>
  pgPolicy(name, { for: 'all', to: tenantRole, using: owns, withCheck: owns });

/** A request or job of one property sees that property's rows. */
export const ofProperty = () =>
  ownRows('of_property', sql`property_id = ${setting('property_id')}`);

/** The same, where rows also name the organisation they count for. */
export const ofPropertyAndOrganization = () =>
  ownRows(
    'of_property',
    sql`property_id = ${setting('property_id')} and organization_id = ${setting('organization_id')}`,
  );

/** Rows the whole organisation shares: agents and their calendars. */
export const organizationPolicy = () =>
  ownRows('of_organization', sql`organization_id = ${setting('organization_id')}`);

// The server's own login is a member of these roles and inherits their policies: a mere `true` would show it every row.
// So a policy asks which role was taken.
const whoeverTook = (name: string, role: PgRole, isTaken: SQL) =>
  pgPolicy(name, { for: 'all', to: role, using: isTaken, withCheck: isTaken });

/** Look-ups before a tenant is known, and sweeps; what it may do is said by grants. */
export const ofSystem = () =>
  whoeverTook('of_system', systemRole, sql`current_user = 'luma_system'`);

/** The same for a table behind a view that belongs to the system: its reader has taken the tenant's role. */
export const ofSystemAndItsViews = () =>
  whoeverTook('of_system', systemRole, sql`current_user in ('luma_system', 'luma_tenant')`);

/** The sign-in tables. */
export const ofAuth = () => whoeverTook('of_auth', authRole, sql`current_user = 'luma_auth'`);

/** The server's own, about no tenant. It takes no role, and the tenants' roles have no grant. */
export const ofServer = () =>
  pgPolicy('of_server', { for: 'all', to: 'public', using: sql`true`, withCheck: sql`true` });

export const organizationSetting = () => setting('organization_id');
