import type { Via } from '@luma-leasing/types/tour';
import { sql, type SQL } from 'drizzle-orm';
import { customType, pgPolicy, pgRole, text, uuid, type PgRole } from 'drizzle-orm/pg-core';
import { instantText } from '../lib/iso.ts';

/** Roles belong to the whole cluster. The first migration creates those that are absent. */
export const tenantRole = pgRole('luma_tenant').existing();
export const systemRole = pgRole('luma_system').existing();
export const authRole = pgRole('luma_auth').existing();

/** `timestamptz` in the database, epoch milliseconds in the program. */
export const instant = customType<{ data: number; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  toDriver: instantText,
  fromDriver: (text) => Date.parse(text),
});

export const id = () => uuid().primaryKey().defaultRandom();
export const createdAt = () =>
  instant()
    .notNull()
    .default(sql`now()`);

/** Who did something [B6]: their role, their account if they have one, and the way. */
export const actorColumns = () => ({
  actor: text({
    enum: ['prospect', 'agent', 'manager', 'owner', 'operator', 'calendar', 'system'],
  })
    .notNull()
    .default('system'),
  actorUserId: uuid(),
  via: text().$type<Via>().notNull().default('system'),
});

// An unset variable is null or ''. Both must match no row, and must not raise an error.
const setting = (name: string) =>
  sql.raw(`(select nullif(current_setting('app.${name}', true), '')::uuid)`);

const ownRows = (name: string, owns: SQL) =>
  pgPolicy(name, { for: 'all', to: tenantRole, using: owns, withCheck: owns });

/** A request or job of one property sees that property's rows. */
export const ofProperty = () =>
  ownRows('of_property', sql`property_id = ${setting('property_id')}`);

/** The same for a table whose rows also name the organization they belong to. */
export const ofPropertyAndOrganization = () =>
  ownRows(
    'of_property',
    sql`property_id = ${setting('property_id')} and organization_id = ${setting('organization_id')}`,
  );

/** Rows that the whole organization shares: agents and their calendars. */
export const organizationPolicy = () =>
  ownRows('of_organization', sql`organization_id = ${setting('organization_id')}`);

// A policy asks which role was taken. The server's login is a member of all roles and inherits their policies, so
// that a mere `true` would show it every row.
const whoeverTook = (name: string, role: PgRole, isTaken: SQL) =>
  pgPolicy(name, { for: 'all', to: role, using: isTaken, withCheck: isTaken });

/** For look-ups before a tenant is known, and for sweeps. Grants say what the system may do in each table. */
export const ofSystem = () =>
  whoeverTook('of_system', systemRole, sql`current_user = 'luma_system'`);

/** The same for a table that a view of the system reads: the view's reader has the tenant's role. */
export const ofSystemAndItsViews = () =>
  whoeverTook('of_system', systemRole, sql`current_user in ('luma_system', 'luma_tenant')`);

/** The sign-in tables. */
export const ofAuth = () => whoeverTook('of_auth', authRole, sql`current_user = 'luma_auth'`);

/**
 * For the server's own tables, which say nothing of any tenant. The server takes no role for them; tenants' roles
 * have no grant.
 */
export const ofServer = () =>
  pgPolicy('of_server', { for: 'all', to: 'public', using: sql`true`, withCheck: sql`true` });

export const organizationSetting = () => setting('organization_id');
