import type { Agent, PageQuery } from '@luma-leasing/types/admin';
import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { profiles, propertyAgents } from '../../../db/tables/profiles.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { defaultPageSize, pageOf } from '../page.ts';

const address = sql<string>`coalesce(${profiles.email}, '')`;

/** One page of the agents of the unit's property, also former ones, by address; the front desk comes last. */
export async function listAgents(
  unit: UnitOfWork,
  { after = '', limit = defaultPageSize }: PageQuery,
): Promise<{ items: Agent[]; next: string | null }> {
  const rows = await transact(unit, ({ tx, scope }) =>
    tx
      .select({
        email: profiles.email,
        name: profiles.name,
        active: propertyAgents.active,
        hours: propertyAgents.hours,
        overrides: propertyAgents.overrides,
        dailyCap: propertyAgents.dailyCap,
        calendars: tx.$count(
          tx
            .select({ one: sql`1` })
            .from(agentCalendars)
            .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
            .where(
              and(
                eq(agentCalendars.profileId, profiles.id),
                isNull(calendarConnections.disconnectedAt),
              ),
            )
            .as('theirs'),
        ),
      })
      .from(profiles)
      .innerJoin(propertyAgents, eq(propertyAgents.profileId, profiles.id))
      .where(
        and(
          eq(propertyAgents.propertyId, scope.propertyId),
          or(profiles.frontDesk, gt(address, after)),
        ),
      )
      .orderBy(profiles.frontDesk, asc(address))
      .limit(limit + 1),
  );
  return pageOf(rows, limit, ({ email }) => email);
}
