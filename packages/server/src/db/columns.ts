import { sql, type SQL } from 'drizzle-orm';
import { customType, pgPolicy, pgRole, uuid } from 'drizzle-orm/pg-core';

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
export const ofOrganization = () =>
  ownRows('of_organization', sql`organization_id = ${setting('organization_id')}`);

/** Look-ups before a tenant is known, and sweeps; what it may do is said by grants. */
export const ofSystem = () =>
  pgPolicy('of_system', { for: 'all', to: systemRole, using: sql`true`, withCheck: sql`true` });

/**
 * The sign-in tables. The server's own user is a member of the role and would inherit a mere `true`: only who
 * has taken the role counts.
 */
export const ofAuth = () => {
  const taken = sql`current_user = 'luma_auth'`;
  return pgPolicy('of_auth', { for: 'all', to: authRole, using: taken, withCheck: taken });
};

export const organizationSetting = () => setting('organization_id');
