import type { CalendarEntry, NewAppointment } from '@luma-leasing/types/appointment';
import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import type { TenantScope } from '../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { mirrorEvents } from '../../db/tables/mirror.ts';
import { propertyAgents } from '../../db/tables/profiles.ts';
import { properties } from '../../db/tables/properties.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { AppError } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { noteChange, transact, type UnitOfWork } from '../../unit-of-work.ts';
import { mayActFor } from '../accounts/may.ts';
import { receivingCalendar } from '../calendars/receiving-calendar.ts';
import { syncAppointmentJob } from '../sync/job-contracts.ts';
import { unwrittenId } from '../sync/appointments/load-appointment.ts';
import { noteInAppointmentHistory } from './history.ts';
import { toCalendarEntry } from './present.ts';
import { readSpan } from './span.ts';
import { notConnected, notWritable } from './writable.ts';

/**
 * Makes an appointment in an agent's calendar [S10]. It makes the agent busy at once, and a job writes it.
 * @throws AppError NOT_FOUND (agent), FORBIDDEN, INVALID_REQUEST, CALENDAR_NOT_CONNECTED, CALENDAR_NOT_WRITABLE
 */
export async function createAppointment(
  unit: UnitOfWork,
  input: NewAppointment,
): Promise<CalendarEntry> {
  const { ctx, scope, actor } = unit;
  if (!mayActFor(actor, input.agentId))
    throw new AppError('FORBIDDEN', 'You may make appointments in your own calendar only.');
  const { organizationId } = scope;
  return transact(unit, async (unit) => {
    const { tx } = unit;
    const calendar = await calendarOf(tx, scope, input.agentId);
    const zones = { property: calendar.propertyZone, calendar: calendar.timezone };
    const span = readSpan({ ...input, allDay: input.allDay ?? false }, zones);
    const id = newId();
    const [row] = await tx
      .insert(mirrorEvents)
      .values({
        id,
        organizationId,
        agentCalendarId: calendar.agentCalendarId,
        profileId: input.agentId,
        providerEventId: unwrittenId(id),
        ...span,
        busy: true,
        title: input.title,
        location: input.location ?? '',
        description: input.description ?? '',
        kind: input.kind,
        syncStatus: 'pending',
        updatedAt: ctx.clock.now(),
      })
      .returning();
    await enqueue(unit, syncAppointmentJob, { appointmentId: id });
    await noteInAppointmentHistory(unit, undefined, row!);
    noteChange(unit, input.agentId);
    const shown = { ...calendar, showTitles: true, writable: true };
    return toCalendarEntry(row!, shown, actor);
  });
}

/** The calendar that receives an agent's new appointments and tours. */
async function calendarOf(tx: Tx, { propertyId }: TenantScope, profileId: string) {
  const [agent] = await tx
    .select({ propertyZone: properties.timezone })
    .from(propertyAgents)
    .innerJoin(properties, eq(properties.id, propertyAgents.propertyId))
    .where(
      and(
        eq(propertyAgents.propertyId, propertyId),
        eq(propertyAgents.profileId, profileId),
        propertyAgents.active,
      ),
    );
  if (!agent) throw new AppError('NOT_FOUND', 'This property has no such agent.');
  const calendar = await receivingCalendar(tx, profileId);
  if (!calendar) throw await whyNone(tx, profileId);
  return { ...calendar, ...agent };
}

async function whyNone(tx: Tx, profileId: string): Promise<AppError> {
  const [readOnly] = await tx
    .select({ id: agentCalendars.id })
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(and(eq(agentCalendars.profileId, profileId), isNull(calendarConnections.disconnectedAt)))
    .limit(1);
  return readOnly ? notWritable() : notConnected();
}
