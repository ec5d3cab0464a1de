import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { mirrorEvents } from '../../../db/tables/mirror.ts';
import { calendarColumns } from '../../calendars/receiving-calendar.ts';

export type AppointmentTarget = NonNullable<Awaited<ReturnType<typeof loadAppointment>>>;

/** A row of the mirror with its calendar; undefined if one of the two is gone. */
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

/** The row's event id until the provider has given one. */
export const unwrittenId = (id: string): string => `new:${id}`;
