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
 * The lock under which a person is looked up: two requests of one person follow each other, so that they are found the
 * second time. Names for `advisoryLocks`.
 */
export const identityLocks = (scope: TenantScope, { email }: Pick<Prospect, 'email'>): string[] =>
  email === null ? [] : [`person|${scope.propertyId}|${email}`];

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

/** The lead of this email address, if there is one. */
export const leadByEmail = (given: Given): string => `
  select id from leads
  where property_id = ${given.propertyId} and test = ${given.test} and email = ${given.email}`;

/**
 * One row with the person's `id`: known by their email address, or new [L1]. A phone number finds nobody, since people
 * share theirs. Needs `identityLocks`.
 * @param known where `leadByEmail`'s row stands.
 */
export const personQuery = (given: Given, known: string): string => `
  select coalesce((select id from ${known}), ${given.leadId}) as id`;

/**
 * Keeps a new person. A known one stays as they are, whatever a visitor says in their name. The team corrects them: both
 * names together, and the phone and the language where it gave one.
 * @param person where `personQuery`'s row stands; without a row nothing is kept.
 */
export const keepLead = (given: Given, person: string): string => `
  insert into leads as l (id, property_id, first_name, last_name, email, phone, source, locale, test, updated_at)
  select person.id, ${given.propertyId}, ${given.firstName}, nullif(${given.lastName}, ''), ${given.email},
    ${given.phone}, ${given.source}, ${given.locale}, ${given.test}, ${given.now}
  from ${person}
  on conflict (id) do update set
    first_name = excluded.first_name,
    last_name = excluded.last_name,
    phone = coalesce(excluded.phone, l.phone),
    locale = coalesce(excluded.locale, l.locale),
    updated_at = excluded.updated_at
  where excluded.source = 'dashboard'`;

const upsert = statement<LeadGiven>(
  leadTypes,
  (given) => `
    with known as (${leadByEmail(given)}),
    person as materialized (${personQuery(given, 'known')}),
    lead as (${keepLead(given, 'person')})
    select id from person`,
);

export async function upsertLead(unit: OpenUnit, prospect: Prospect, now: number): Promise<string> {
  const [row] = await runStatement<{ id: string }>(
    unit,
    upsert(givenOf(unit.scope, prospect, now)),
  );
  return row!.id;
}
