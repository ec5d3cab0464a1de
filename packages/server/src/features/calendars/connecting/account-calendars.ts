import type { AccountCalendar } from '@luma-leasing/types/calendar';
import { eq, inArray } from 'drizzle-orm';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { AppError } from '../../../lib/errors.ts';
import { MINUTE_MS } from '../../../lib/iso.ts';
import { noteChange, type OpenUnit, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { CalendarError, type CalendarInfo, type CalendarSession } from '../provider.ts';
import { refusalOf } from '../grants/refusal-of.ts';
import type { Connection } from '../connections/connection-state.ts';
import { withSession } from '../grants/with-session.ts';
import { enqueueAgentTours } from '../enqueue-agent-tours.ts';
import { unlinkTourEvents } from './unlink-tour-events.ts';

export interface AccountCalendarsThere {
  there: CalendarInfo[];
  /** Of ours (`agent_calendars.id`), those that the account has no more. */
  lost: string[];
}

/**
 * What calendars an account has, as its provider says this moment. That one is lost is believed when two questions agree,
 * the account's list and the calendar itself: one that its owner took off the list goes on to hold its events.
 * @throws CalendarError
 */
export const readAccount = (
  unit: UnitOfWork,
  { id: connectionId, provider }: Connection,
): Promise<AccountCalendarsThere> =>
  withSession(unit, { connectionId, provider }, async (session) => {
    const there = await session.calendars();
    const unlisted = (await calendarsOf(unit, connectionId)).filter(
      ({ calendarId }) => !there.some((one) => one.calendarId === calendarId),
    );
    const lost: string[] = [];
    for (const { id, calendarId } of unlisted)
      if (!(await answers(session, calendarId, unit.ctx.clock.now()))) lost.push(id);
    return { there, lost };
  });

async function answers(
  session: CalendarSession,
  calendarId: string,
  now: number,
): Promise<boolean> {
  try {
    await session.eventsBetween(calendarId, { from: now, to: now + MINUTE_MS });
    return true;
  } catch (error) {
    if (error instanceof CalendarError && error.fault === 'not_found') return false;
    throw error;
  }
}

const calendarsOf = (unit: UnitOfWork, connectionId: string) =>
  transact(unit, ({ tx }) =>
    tx.select().from(agentCalendars).where(eq(agentCalendars.connectionId, connectionId)),
  );

/** The same for a person. @throws AppError CALENDAR_NOT_CONNECTED, CALENDAR_AUTH_EXPIRED, CALENDAR_UNREACHABLE */
export async function askAccount(
  unit: UnitOfWork,
  connection: Connection,
): Promise<AccountCalendarsThere> {
  const { accountEmail } = connection;
  if (connection.disconnectedAt !== null)
    throw new AppError('CALENDAR_NOT_CONNECTED', `${accountEmail} is not connected any more.`);
  try {
    return await readAccount(unit, connection);
  } catch (error) {
    throw error instanceof CalendarError ? refusalOf(error, accountEmail) : error;
  }
}

/**
 * Lets nothing wait for calendars that are lost: they receive no tours any more, and those to come that stood in them are
 * written anew, into another calendar of the agent's. Nothing is doubled: their events went with the calendar.
 */
export async function giveUpCalendars(
  unit: OpenUnit,
  connection: Connection,
  lost: string[],
): Promise<void> {
  if (lost.length === 0) return;
  await unit.tx
    .update(agentCalendars)
    .set({ writable: false })
    .where(inArray(agentCalendars.id, lost));
  await unlinkTourEvents(unit, connection, lost);
  await enqueueAgentTours(unit, connection.profileId);
  noteChange(unit, connection.profileId);
}

/** An account's calendars, and which of them are ours [C3]. */
export async function listCalendars(
  unit: UnitOfWork,
  connection: Connection,
  there?: CalendarInfo[],
): Promise<AccountCalendar[]> {
  const all = there ?? (await askAccount(unit, connection)).there;
  const ours = await calendarsOf(unit, connection.id);
  return all.map(({ calendarId, summary, timezone, primary, writable }) => {
    const chosen = ours.find((one) => one.calendarId === calendarId);
    return {
      calendarId,
      name: summary,
      timezone,
      primary,
      writable,
      chosen: chosen !== undefined,
      default: chosen?.isDefault ?? false,
      blocksTime: chosen?.blocksTime ?? false,
      showTitles: chosen?.showTitles ?? false,
    };
  });
}
