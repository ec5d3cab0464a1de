import { and, eq, inArray, isNotNull, isNull, notExists, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { becomeSystem, becomeTenant, type TenantScope } from '../../../db/scope.ts';
import { agentCalendars, calendarSyncLogs, mirrorEvents } from '../../../db/tables/calendars.ts';
import { enqueue } from '../../../jobs/enqueue.ts';
import type { OpenUnit } from '../../../unit-of-work.ts';
import { syncCalendarJob } from '../job-contracts.ts';

/**
 * Reads the words of what is in a calendar from now on, or forgets them at once, in the logs too [S6, L4]. Either way
 * everything is listed anew, and whoever is listing it this moment stops: it may have begun under the other rule.
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

// What was written here and is not there yet stays: the team wrote it. Another revision sends back to look again who
// is about to write down what it has read.
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

// Of conflicts about others' events, both versions were logged. What was made here is the team's, if it is still known.
async function forgetLogged(tx: Tx, scope: TenantScope, agentCalendarId: string): Promise<void> {
  const { details } = calendarSyncLogs;
  const { id, kind } = mirrorEvents;
  const made = tx
    .select({ id })
    .from(mirrorEvents)
    .where(and(eq(sql`${id}::text`, sql`${details} ->> 'appointmentId'`), isNotNull(kind)));
  const account = tx
    .select({ id: agentCalendars.connectionId })
    .from(agentCalendars)
    .where(eq(agentCalendars.id, agentCalendarId));
  // A tenant may only add to the logs.
  await becomeSystem(tx);
  await tx
    .update(calendarSyncLogs)
    .set({ details: sql`${details} #- '{ours,title}' #- '{theirs,title}'` })
    .where(
      and(
        eq(calendarSyncLogs.agentCalendarId, agentCalendarId),
        // Only by its account a log is found without reading all of them.
        inArray(calendarSyncLogs.connectionId, account),
        isNotNull(sql`${details} -> 'ours'`),
        notExists(made),
      ),
    );
  await becomeTenant(tx, scope);
}
