import { eq, or } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import type { EventPlace } from '../../../db/tables/tours.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { isConnected } from '../../calendars/grants/token.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import { CalendarError, isHopeless } from '../../calendars/provider.ts';
import { calendarColumns } from '../../calendars/receiving-calendar.ts';
import type { TargetCalendar } from './load-target.ts';

/** A place where the tour cannot follow its event, in words, and what the team may do. */
export interface Misplaced {
  place: EventPlace;
  where: string;
  remedy: string;
}

/**
 * Looks into the calendar where the event was found before, whether or not the account still lists it or may write to
 * it. We believe that the event has left only if that calendar answers and does not have it.
 * @throws CalendarError if another try may succeed.
 */
export async function findWhereSeen(
  unit: UnitOfWork,
  target: TargetCalendar,
): Promise<Misplaced | undefined> {
  const { elsewhere, providerEventId } = target.event;
  if (!elsewhere || elsewhere.calendarId === target.calendarId) return undefined;
  const { calendarId, summary } = elsewhere;
  const seers = await transact(unit, ({ tx }) => seersOf(tx, elsewhere));
  const open = seers.filter((one) => one.disconnectedAt === null && isConnected(one.tokenStatus));
  const seer = open.find((one) => one.agentCalendarId === elsewhere.agentCalendarId) ?? open[0];
  const closed = `“${summary}”, into which we cannot look now`;
  if (!seer) {
    const remedy = seers.length > 0 ? 'connect its account again' : 'connect that one again';
    return { place: elsewhere, where: closed, remedy };
  }
  const { agentCalendarId, accountEmail } = seer;
  const place = { ...elsewhere, agentCalendarId };
  try {
    const there = await withSession(unit, seer, (session) =>
      session.listed({ ...seer, calendarId }, providerEventId!),
    );
    if (!there) return undefined;
  } catch (error) {
    const isDead = error instanceof CalendarError && error.fault === 'revoked';
    if (!isDead && !isHopeless(error)) throw error;
    const remedy = isDead ? 'connect its account again' : `let ${accountEmail} see it again`;
    return { place, where: closed, remedy };
  }
  return seer.calendarId === calendarId && seer.profileId !== target.loaded.tour.profileId
    ? {
        place,
        where: `“${summary}” of ${accountEmail}, which is another agent’s`,
        remedy: 'give the tour to that agent',
      }
    : {
        place,
        where: `“${summary}”, which is not connected with the right to change events`,
        remedy: 'connect it with that right',
      };
}

// The account that saw the event there. If it is not connected any more, another one that has the same calendar.
const seersOf = (tx: Tx, { agentCalendarId, calendarId }: EventPlace) =>
  tx
    .select({
      ...calendarColumns,
      profileId: agentCalendars.profileId,
      accountEmail: calendarConnections.accountEmail,
      tokenStatus: calendarConnections.tokenStatus,
      disconnectedAt: calendarConnections.disconnectedAt,
    })
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(or(eq(agentCalendars.id, agentCalendarId), eq(agentCalendars.calendarId, calendarId)));
