import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';
import type { CalendarSession, RemoteEvent } from '../../calendars/provider.ts';
import type { AppointmentAction } from './decide-appointment.ts';
import type { AppointmentTarget } from './load-appointment.ts';
import { loggedTimes, type SyncEntry } from '../sync-log.ts';

/** An appointment's row and its event, as they were read for one comparison: the event first. */
export interface AppointmentComparison {
  unit: UnitOfWork;
  session: CalendarSession;
  target: AppointmentTarget;
  remote: RemoteEvent | null;
  /** We may read the event's title, place and description. */
  legible: boolean;
  began: number;
}

/** The log entry of one comparison. Must be the first statement of its transaction: see `mayTell`. */
export async function appointmentLogEntry(
  tx: Tx,
  comparison: AppointmentComparison,
  action: AppointmentAction,
  kept: 'event' | 'deleted' | 'read again',
  error?: string,
): Promise<SyncEntry> {
  const { target, began } = comparison;
  const isInbound = action.do === 'take_theirs' || action.do === 'delete_row';
  const overruled = kept === 'read again' || ('conflict' in action && action.conflict);
  return {
    connectionId: target.connectionId,
    agentCalendarId: target.agentCalendarId,
    direction: isInbound ? 'inbound' : 'outbound',
    operation: `${action.do}_appointment`,
    outcome: error !== undefined ? 'failed' : overruled ? 'conflict' : 'ok',
    began,
    ...(error === undefined ? {} : { error }),
    details: {
      appointmentId: target.row.id,
      ...(overruled ? { ...bothVersions(comparison, await mayTell(tx, target)), kept } : {}),
    },
  };
}

function bothVersions(
  { target: { row }, remote, legible }: AppointmentComparison,
  telling: boolean,
) {
  const { title, deletedAt } = row;
  const deleted = { status: 'deleted' };
  return {
    ours: deletedAt === null ? { ...loggedTimes(row), ...(telling ? { title } : {}) } : deleted,
    theirs:
      remote && !remote.cancelled
        ? { ...loggedTimes(remote), ...(telling && legible ? { title: remote.title } : {}) }
        : deleted,
  };
}

// Titles of others' events are logged only while the calendar shows titles. `switch-titles.ts` erases logged titles: it
// waits for this lock, or has committed and is seen here. Both lock the calendar before its rows.
async function mayTell(tx: Tx, { row }: AppointmentTarget): Promise<boolean> {
  if (row.kind !== null) return true;
  const [calendar] = await tx
    .select({ showTitles: agentCalendars.showTitles })
    .from(agentCalendars)
    .where(eq(agentCalendars.id, row.agentCalendarId))
    .for('share');
  return calendar?.showTitles ?? false;
}
