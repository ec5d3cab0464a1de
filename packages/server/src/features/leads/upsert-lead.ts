import { type OpenUnit, runStatement } from '../../unit-of-work.ts';
import type { TenantScope } from '../../db/scope.ts';
import { type Placeholders, statement } from '../../db/statement.ts';
import { newId } from '../../lib/ids.ts';
import { instantText } from '../../lib/iso.ts';

export interface Prospect {
  firstName: string | null;
  lastName: string | null;
  /** Normalised. */
  email: string | null;
  /** Normalised: see `normalPhone`. */
  phone: string | null;
  source: 'widget' | 'hosted_page' | 'dashboard';
  locale: string | null;
  /** Leads of practice tours are kept apart from real ones. */
  test: boolean;
}

/**
 * The advisory locks for the look-up of a person. Two requests of one person follow one another, so that the second
 * one finds the person.
 */
export const identityLocks = (scope: TenantScope, { email }: Pick<Prospect, 'email'>): string[] =>
  email === null ? [] : [`person|${scope.propertyId}|${email}`];

/** The parameters of the statements below. */
export interface LeadParams {
  propertyId: string;
  /** The id for a new person. */
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

export const leadParams = (scope: TenantScope, prospect: Prospect, now: number): LeadParams => ({
  propertyId: scope.propertyId,
  leadId: newId(),
  firstName: prospect.firstName,
  lastName: prospect.lastName,
  email: prospect.email,
  phone: prospect.phone,
  source: prospect.source,
  locale: prospect.locale,
  test: prospect.test,
  now: instantText(now),
});

type Given = Placeholders<LeadParams>;

/** The lead of this email address, if there is one. */
export const leadByEmail = (given: Given): string => `
  select id from leads
  where property_id = ${given.propertyId} and test = ${given.test} and email = ${given.email}`;

/**
 * Selects one row with the person's `id`: known by their email address, or new [L1]. A phone number identifies
 * nobody, since people share phones. Needs `identityLocks`.
 * @param known the relation of `leadByEmail`.
 */
export const personQuery = (given: Given, known: string): string => `
  select coalesce((select id from ${known}), ${given.leadId}) as id`;

/**
 * Inserts a new person. A visitor cannot change a known one. The team can: both names together, and phone and
 * language if given.
 * @param person the relation of `personQuery`; without a row nothing is written.
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

const upsert = statement<LeadParams>(
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
    upsert(leadParams(unit.scope, prospect, now)),
  );
  return row!.id;
}
