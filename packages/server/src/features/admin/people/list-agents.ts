import type { Agent } from '@luma-leasing/types/admin';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { profiles, propertyAgents } from '../../../db/tables/profiles.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';

/** Who shows the unit's property, or did; the front desk last. */
export const listAgents = (unit: UnitOfWork): Promise<Agent[]> =>
  transact(unit, ({ tx, scope }) =>
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
      .where(eq(propertyAgents.propertyId, scope.propertyId))
      .orderBy(profiles.frontDesk, asc(profiles.name)),
  );
