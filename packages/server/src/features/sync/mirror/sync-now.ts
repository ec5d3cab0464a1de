import type { Synced } from '@luma-leasing/types/calendar';
import { inArray } from 'drizzle-orm';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import type { AppError } from '../../../lib/errors.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { CalendarError } from '../../calendars/provider.ts';
import { refusalOf } from '../../calendars/grants/refusal-of.ts';
import type { OwnCalendar } from '../require-calendar.ts';
import { syncCalendar } from './sync-calendar.ts';

/**
 * Brings the mirror of some calendars up to date while a person waits [S7]. One that fails does not keep the others
 * from it.
 * @param input.full forget the cursors, and list everything.
 * @throws AppError CALENDAR_AUTH_EXPIRED, CALENDAR_UNREACHABLE: none could be synced.
 */
export async function syncNow(
  unit: UnitOfWork,
  { calendars, full }: { calendars: OwnCalendar[]; full: boolean },
): Promise<Synced> {
  if (full) await forgetCursors(unit, calendars);
  const failed: { calendar: OwnCalendar; refusal: AppError }[] = [];
  const synced: number[] = [];
  // Accounts side by side, the calendars of one after the other: it may be asked only so often.
  const byAccount = Map.groupBy(calendars, (calendar) => calendar.connectionId);
  await Promise.all(
    [...byAccount.values()].map(async (group) => {
      for (const calendar of group)
        try {
          synced.push(await syncCalendar(unit, calendar.id));
        } catch (error) {
          if (!(error instanceof CalendarError)) throw error;
          failed.push({ calendar, refusal: refusalOf(error, calendar.summary) });
        }
    }),
  );
  const [first] = failed;
  if (first && failed.length === calendars.length) throw first.refusal;
  return {
    success: true,
    syncedEvents: synced.reduce((sum, events) => sum + events, 0),
    failures: failed.map(({ calendar, refusal }) => ({
      calendar: calendar.id,
      code: refusal.code,
      message: refusal.message,
    })),
  };
}

const forgetCursors = (unit: UnitOfWork, calendars: OwnCalendar[]) =>
  transact(unit, ({ tx }) =>
    tx
      .update(agentCalendars)
      .set({ syncToken: null })
      .where(
        inArray(
          agentCalendars.id,
          calendars.map(({ id }) => id),
        ),
      ),
  );
