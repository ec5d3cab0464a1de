import { and, eq, isNull } from 'drizzle-orm';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { propertyAgents } from '../../../db/tables/profiles.ts';
import { AppError } from '../../../lib/errors.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { mayActFor } from '../../accounts/may.ts';

export interface MemberCalendar {
  id: string;
  connectionId: string;
  profileId: string;
  summary: string;
}

/** A connection, a calendar or, if both are absent, all calendars. */
export interface CalendarChoice {
  connection?: string | undefined;
  calendar?: string | undefined;
}

/**
 * The connected calendars that the actor may act on at the unit's property: for agents their own, else all agents'.
 * @throws AppError NOT_FOUND (the chosen one is not among them), CALENDAR_NOT_CONNECTED (there is none)
 */
export async function calendarsOfMember(
  unit: UnitOfWork,
  { connection, calendar }: CalendarChoice,
): Promise<MemberCalendar[]> {
  const { scope, actor } = unit;
  const { id, connectionId, profileId, summary } = agentCalendars;
  const found = await transact(unit, ({ tx }) =>
    tx
      .select({ id, connectionId, profileId, summary })
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, connectionId))
      .innerJoin(propertyAgents, eq(propertyAgents.profileId, profileId))
      .where(
        and(
          eq(propertyAgents.propertyId, scope.propertyId),
          isNull(calendarConnections.disconnectedAt),
          connection ? eq(connectionId, connection) : undefined,
          calendar ? eq(id, calendar) : undefined,
        ),
      ),
  );
  const calendars = found.filter((one) => mayActFor(actor, one.profileId));
  if (calendars.length > 0) return calendars;
  if (connection || calendar)
    throw new AppError('NOT_FOUND', 'No agent of this property has such a calendar connected.');
  throw new AppError('CALENDAR_NOT_CONNECTED', 'No calendar is connected yet.');
}
