import type { AccountCalendar } from '@luma-leasing/types/calendar';
import { eq, inArray } from 'drizzle-orm';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { AppError } from '../../../lib/errors.ts';
import { MINUTE_MS } from '../../../lib/iso.ts';
import { noteChange, type OpenUnit, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import {
  CalendarError,
  type CalendarInfo,
  type CalendarSession,
  type ProviderId,
} from '../provider.ts';
import { asksToWait } from '../grants/provider-pause.ts';
import { refusalOf } from '../grants/refusal-of.ts';
import type { Connection } from '../connections/connection-state.ts';
import { withSession } from '../grants/with-session.ts';
import { enqueueWriteAgentTours } from '../enqueue-write-agent-tours.ts';
import { askForTourEvents } from './unlink-tour-events.ts';

export interface ListedAccount {
  /** The calendars that the provider lists. */
  listed: CalendarInfo[];
  /** The ids (`agent_calendars.id`) of our calendars that the account no longer has. */
  lost: string[];
}

/**
 * Asks the provider which calendars an account has. A calendar counts as lost only if two questions agree: the list
 * lacks it, and the calendar itself is not found or not for this account. A calendar that its owner took off the list
 * still has its events; so, as far as we know, does one whose answer is a fault of the provider.
 * @throws CalendarError
 */
export const readAccount = (
  unit: UnitOfWork,
  { id: connectionId, provider }: Connection,
): Promise<ListedAccount> =>
  withSession(unit, { connectionId, provider }, async (session) => {
    const listed = await session.calendars();
    const unlisted = (await calendarsOf(unit, connectionId)).filter(
      ({ calendarId }) => !listed.some((one) => one.calendarId === calendarId),
    );
    const lost: string[] = [];
    for (const { id, calendarId } of unlisted)
      if (await isRefused(session, calendarId, unit.ctx.clock.now())) lost.push(id);
    return { listed, lost };
  });

/** Whether one calendar is lost, by the same two questions. @throws CalendarError */
export const isLost = (
  unit: UnitOfWork,
  calendar: { connectionId: string; provider: ProviderId; calendarId: string },
): Promise<boolean> =>
  withSession(unit, calendar, async (session) => {
    const { calendarId } = calendar;
    const there = await session.calendars();
    const isListed = there.some((one) => one.calendarId === calendarId);
    return !isListed && (await isRefused(session, calendarId, unit.ctx.clock.now()));
  });

async function isRefused(
  session: CalendarSession,
  calendarId: string,
  now: number,
): Promise<boolean> {
  try {
    await session.eventsBetween(calendarId, { from: now, to: now + MINUTE_MS });
    return false;
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    if (error.fault === 'not_found' || error.fault === 'forbidden') return true;
    // Every other fault says something about the whole account.
    const isOfThisOne = error.fault === 'unreachable' || error.fault === 'rejected';
    if (isOfThisOne && !asksToWait(error)) return false;
    throw error;
  }
}

const calendarsOf = (unit: UnitOfWork, connectionId: string) =>
  transact(unit, ({ tx }) =>
    tx.select().from(agentCalendars).where(eq(agentCalendars.connectionId, connectionId)),
  );

/**
 * `readAccount` with errors for people.
 * @throws AppError CALENDAR_NOT_CONNECTED, CALENDAR_AUTH_EXPIRED, CALENDAR_UNREACHABLE
 */
export async function readAccountForPerson(
  unit: UnitOfWork,
  connection: Connection,
): Promise<ListedAccount> {
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
 * Gives up lost calendars: they receive no tours any more. The event of each of their tours to come is looked for: the
 * agent may have moved it before deleting the calendar. If it is nowhere, it is written into another calendar.
 */
export async function giveUpCalendars(
  unit: OpenUnit,
  connection: Connection,
  lost: string[],
): Promise<void> {
  if (lost.length === 0) return;
  await unit.tx
    .update(agentCalendars)
    // Should it come back, its listing begins anew: an old cursor would not name the events that we have left there.
    .set({ writable: false, syncToken: null })
    .where(inArray(agentCalendars.id, lost));
  await askForTourEvents(unit, lost);
  await enqueueWriteAgentTours(unit, connection.profileId);
  noteChange(unit, connection.profileId);
}

/** The calendars of an account, and how we use each [C3]. @param listed the provider's answer, if it is known already. */
export async function listCalendars(
  unit: UnitOfWork,
  connection: Connection,
  listed?: CalendarInfo[],
): Promise<AccountCalendar[]> {
  const all = listed ?? (await readAccountForPerson(unit, connection)).listed;
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
