import { type OpenUnit, runStatement } from '../../unit-of-work.ts';
import type { TenantScope } from '../../db/scope.ts';
import { type Placeholders, statement } from '../../db/statement.ts';
import { newId } from '../../lib/ids.ts';

export interface Prospect {
  firstName: string | null;
  lastName: string | null;
  /** Normal. */
  email: string | null;
  /** Normal: see `normalPhone`. */
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

/** What the statements below are given. */
export interface LeadGiven {
  propertyId: string;
  /** The id of a person who is new. */
  leadId: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  source: Prospect['source'];
  locale: string | null;
  test: boolean;
  /** ISO 8601. */
  now: string;
}

export const leadTypes = {
  propertyId: 'uuid',
  leadId: 'uuid',
  firstName: 'text',
  lastName: 'text',
  email: 'text',
  phone: 'text',
  source: 'text',
  locale: 'text',
  test: 'boolean',
  now: 'timestamptz',
} as const;

export const givenOf = (scope: TenantScope, prospect: Prospect, now: number): LeadGiven => ({
  propertyId: scope.propertyId,
  leadId: newId(),
  firstName: prospect.firstName,
  lastName: prospect.lastName,
  email: prospect.email,
  phone: prospect.phone,
  source: prospect.source,
  locale: prospect.locale,
  test: prospect.test,
  now: new Date(now).toISOString(),
});

type Given = Placeholders<LeadGiven>;

/**
 * The rows of `leads` that are this person's, by email or by phone. One look into an index for each: over an `or`
 * Postgres may read all of a property's people, and does as long as it has no statistics.
 */
export const knownLeads = (given: Given): string => `
  select id, email, created_at from leads
  where property_id = ${given.propertyId} and test = ${given.test} and email = ${given.email}
  union all
  select id, email, created_at from leads
  where property_id = ${given.propertyId} and test = ${given.test} and phone = ${given.phone}`;

/**
 * One row with the person's `id` and `email`: found by email, else by phone, else new [L1]. Needs `identityLocks`.
 * @param known where the rows of `knownLeads` stand.
 */
export const personQuery = (given: Given, known: string): string => `
  select coalesce(found.id, ${given.leadId}) as id, coalesce(found.email, ${given.email}) as email
  from (select 1) as one left join (
    select id, email from ${known}
    order by email is not distinct from ${given.email} desc, created_at
    limit 1
  ) as found on true`;

/**
 * Keeps what a person wrote of themselves: it replaces what was known, but never one's email by another's.
 * Returns the `id`.
 * @param person where `personQuery`'s row stands; without a row nothing is kept.
 */
export const keepLead = (given: Given, person: string): string => `
  insert into leads as l (id, property_id, first_name, last_name, email, phone, source, locale, test, updated_at)
  select person.id, ${given.propertyId}, ${given.firstName}, nullif(${given.lastName}, ''), person.email,
    ${given.phone}, ${given.source}, ${given.locale}, ${given.test}, ${given.now}
  from ${person}
  on conflict (id) do update set
    first_name = coalesce(excluded.first_name, l.first_name),
    last_name = coalesce(excluded.last_name, l.last_name),
    email = excluded.email,
    phone = coalesce(excluded.phone, l.phone),
    locale = coalesce(excluded.locale, l.locale),
    updated_at = excluded.updated_at
  returning id`;

const upsert = statement<LeadGiven>(leadTypes, (given) =>
  keepLead(given, `(${personQuery(given, `(${knownLeads(given)}) as known`)}) as person`),
);

export async function upsertLead(unit: OpenUnit, prospect: Prospect, now: number): Promise<string> {
  const [row] = await runStatement<{ id: string }>(
    unit,
    upsert(givenOf(unit.scope, prospect, now)),
  );
  return row!.id;
}
