import { sql, type SQL } from 'drizzle-orm';
import { rowsOf, type Tx } from '../../db/client.ts';
import type { TenantScope } from '../../db/scope.ts';
import { newId } from '../../lib/ids.ts';

export interface Prospect {
  firstName: string | null;
  lastName: string | null;
  /** Normal. */
  email: string | null;
  /** E.164. */
  phone: string | null;
  source: 'widget' | 'hosted_page' | 'dashboard';
  locale: string | null;
  /** Practice people and real ones are kept apart. */
  test: boolean;
}

/**
 * The locks under which a person is looked up: two requests of one person follow each other, so that they are
 * found the second time. Names for `advisoryLocks`.
 */
export const identityLocks = (
  scope: TenantScope,
  { email, phone }: Pick<Prospect, 'email' | 'phone'>,
): string[] =>
  [email, phone]
    .filter((value) => value !== null)
    .map((value) => `person|${scope.propertyId}|${value}`);

type Identity = Pick<Prospect, 'email' | 'phone' | 'test'>;

/** Whether a row of `leads` is this person's: by email or by phone. */
export const isPerson = (scope: TenantScope, { email, phone, test }: Identity): SQL => sql`
  property_id = ${scope.propertyId}::uuid and test = ${test}::boolean
    and (email = ${email}::text or phone = ${phone}::text)`;

/** One row with the person's `id` and `email`: found by email, else by phone, else new [L1]. Needs `identityLocks`. */
export const personQuery = (scope: TenantScope, prospect: Identity): SQL => sql`
  select coalesce(known.id, ${newId()}::uuid) as id, coalesce(known.email, ${prospect.email}::text) as email
  from (select 1) as one left join (
    select id, email from leads where ${isPerson(scope, prospect)}
    order by email is not distinct from ${prospect.email}::text desc, created_at
    limit 1
  ) as known on true`;

/**
 * Keeps what a person wrote of themselves: it replaces what was known, but never one's email by another's.
 * Returns the `id`.
 * @param person where `personQuery`'s row stands; without a row nothing is kept.
 */
export function leadStatement(
  scope: TenantScope,
  prospect: Prospect,
  now: string,
  person: SQL,
): SQL {
  const { firstName, lastName, phone, source, locale, test } = prospect;
  return sql`
    insert into leads as l (id, property_id, first_name, last_name, email, phone, source, locale, test, updated_at)
    select person.id, ${scope.propertyId}::uuid, ${firstName}::text, ${lastName}::text, person.email,
      ${phone}::text, ${source}::text, ${locale}::text, ${test}::boolean, ${now}::timestamptz
    from ${person}
    on conflict (id) do update set
      first_name = coalesce(excluded.first_name, l.first_name),
      last_name = coalesce(excluded.last_name, l.last_name),
      email = excluded.email,
      phone = coalesce(excluded.phone, l.phone),
      locale = coalesce(excluded.locale, l.locale),
      updated_at = excluded.updated_at
    returning id`;
}

export async function upsertLead(
  tx: Tx,
  scope: TenantScope,
  prospect: Prospect,
  now: number,
): Promise<string> {
  const person = sql`(${personQuery(scope, prospect)}) as person`;
  const statement = leadStatement(scope, prospect, new Date(now).toISOString(), person);
  const [row] = rowsOf<{ id: string }>(await tx.execute(statement));
  return row!.id;
}
