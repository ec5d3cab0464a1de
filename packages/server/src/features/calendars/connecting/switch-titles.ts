import { and, eq, isNotNull, isNull, notExists, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { becomeSystem, becomeTenant, type TenantScope } from '../../../db/scope.ts';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { calendarSyncLogs, mirrorEvents } from '../../../db/tables/mirror.ts';
import { enqueue } from '../../../jobs/enqueue.ts';
import type { OpenUnit } from '../../../unit-of-work.ts';
import { syncCalendarJob } from '../job-contracts.ts';

/**
 * Sets whether a calendar shows the text of its events [S6, L4]. If not, the stored text is deleted at once, also in the
 * logs. Either way the calendar is listed anew, and a sync that began under the old setting stops.
 */
export async function switchTitles(
  unit: OpenUnit,
  agentCalendarId: string,
  showTitles: boolean,
): Promise<void> {
  const { tx, scope } = unit;
  const { id, syncRun } = agentCalendars;
  await tx
    .update(agentCalendars)
    .set({ showTitles, syncToken: null, syncRun: sql`${syncRun} + 1` })
    .where(eq(id, agentCalendarId));
  if (!showTitles) {
    await forgetWords(tx, agentCalendarId);
    await forgetLogged(tx, scope, agentCalendarId);
  }
  await enqueue(unit, syncCalendarJob, { agentCalendarId });
}

// Text that the team wrote and that is not in the calendar yet stays. The new revision makes a job read again if it is
// about to store the text that it has read.
async function forgetWords(tx: Tx, agentCalendarId: string): Promise<void> {
  const table = mirrorEvents;
  const { title, location, description } = table;
  const oursAlone = (column: typeof title | typeof location | typeof description, key: string) =>
    sql`case when ${table.syncStatus} <> 'synced'
      and ${column} is distinct from ${table.agreed} ->> ${key} then ${column} end`;
  await tx
    .update(table)
    .set({
      title: oursAlone(title, 'title'),
      location: oursAlone(location, 'location'),
      description: oursAlone(description, 'description'),
      agreed: sql`${table.agreed} || '{"title":"","location":"","description":""}'`,
      revision: sql`${table.revision} + 1`,
    })
    .where(and(eq(table.agentCalendarId, agentCalendarId), isNull(table.kind)));
}

// Deletes both titles from the logs of conflicts about others' events. Logs of the team's own appointments stay, if the
// appointment's row still exists.
async function forgetLogged(tx: Tx, scope: TenantScope, agentCalendarId: string): Promise<void> {
  const { details } = calendarSyncLogs;
  const { id, kind } = mirrorEvents;
  const made = tx
    .select({ id })
    .from(mirrorEvents)
    .where(and(eq(sql`${id}::text`, sql`${details} ->> 'appointmentId'`), isNotNull(kind)));
  // The tenant's role may only insert into the logs.
  await becomeSystem(tx);
  await tx
    .update(calendarSyncLogs)
    .set({ details: sql`${details} #- '{ours,title}' #- '{theirs,title}'` })
    .where(
      and(
        eq(calendarSyncLogs.agentCalendarId, agentCalendarId),
        isNotNull(sql`${details} -> 'ours'`),
        notExists(made),
      ),
    );
  await becomeTenant(tx, scope);
}
