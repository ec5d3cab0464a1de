import type { Synced } from '@luma-leasing/types/calendar';
import { inArray } from 'drizzle-orm';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import type { AppError } from '../../../lib/errors.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { CalendarError } from '../../calendars/provider.ts';
import { refusalOf } from '../../calendars/grants/refusal-of.ts';
import type { MemberCalendar } from '../on-demand/calendars-of-member.ts';
import { syncCalendar } from './sync-calendar.ts';

/**
 * Syncs some calendars while a person waits [S7]. One calendar's failure does not stop the others.
 * @param input.full drop the cursors, so that everything is listed.
 * @throws AppError CALENDAR_AUTH_EXPIRED, CALENDAR_UNREACHABLE: none could be synced.
 */
export async function syncNow(
  unit: UnitOfWork,
  { calendars, full }: { calendars: MemberCalendar[]; full: boolean },
): Promise<Synced> {
  if (full) await forgetCursors(unit, calendars);
  const failed: { calendar: MemberCalendar; refusal: AppError }[] = [];
  const synced: number[] = [];
  // Accounts in parallel, the calendars of one account in sequence: an account may be asked only so often.
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

const forgetCursors = (unit: UnitOfWork, calendars: MemberCalendar[]) =>
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
