import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { agentCalendars, calendarConnections, mirrorEvents } from '../../../db/tables/calendars.ts';
import { calendarColumns } from '../../calendars/receiving-calendar.ts';

export type AppointmentTarget = NonNullable<Awaited<ReturnType<typeof loadAppointment>>>;

/** A row of the mirror with the calendar it stands in; undefined when either is gone. */
export async function loadAppointment(tx: Tx, id: string) {
  const [found] = await tx
    .select({
      ...calendarColumns,
      showTitles: agentCalendars.showTitles,
      writable: agentCalendars.writable,
      disconnectedAt: calendarConnections.disconnectedAt,
      row: mirrorEvents,
    })
    .from(mirrorEvents)
    .innerJoin(agentCalendars, eq(agentCalendars.id, mirrorEvents.agentCalendarId))
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(eq(mirrorEvents.id, id));
  return found;
}

/** What stands for the provider's id until there is one. */
export const unwrittenId = (id: string): string => `new:${id}`;
