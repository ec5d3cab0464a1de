import { eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asSystem } from '../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { mirrorEvents } from '../../db/tables/mirror.ts';
import { properties } from '../../db/tables/properties.ts';
import type { Member } from '../../http/member.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { AppError } from '../../lib/errors.ts';
import { isId } from '../../lib/ids.ts';
import { noteChange, transact, type UnitOfWork } from '../../unit-of-work.ts';
import { unitForAgent } from '../accounts/unit-of-member.ts';
import { syncAppointmentJob } from '../sync/job-contracts.ts';
import { noteInAppointmentHistory } from './history.ts';
import type { CalendarSettings, MirrorRow } from './present.ts';
import { requireWritable } from './writable.ts';

const table = mirrorEvents;

interface Found {
  row: MirrorRow;
  calendar: CalendarSettings;
  propertyZone: string;
}

/**
 * Changes a row of the mirror, and queues the job that writes the change to the calendar, in one transaction.
 * @param change returns the new values of the row.
 * @throws AppError NOT_FOUND, CALENDAR_NOT_CONNECTED, CALENDAR_NOT_WRITABLE
 */
export async function updateMirrorRow(
  unit: UnitOfWork,
  id: string,
  change: (found: Found) => Partial<typeof table.$inferInsert>,
): Promise<{ row: MirrorRow; calendar: CalendarSettings }> {
  return transact(unit, async (unit) => {
    const { ctx, tx } = unit;
    // The row is locked first, so that simultaneous changes follow one another.
    const [row] = await tx.select().from(table).where(eq(table.id, id)).for('update');
    if (!row || row.deletedAt !== null) throw notFound();
    if (row.forTour)
      throw new AppError('CALENDAR_NOT_WRITABLE', 'This is a tour. Change it as a tour instead.');
    const { timezone, showTitles, writable } = agentCalendars;
    const [calendar] = await tx
      .select({
        timezone,
        showTitles,
        writable,
        disconnectedAt: calendarConnections.disconnectedAt,
      })
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(eq(agentCalendars.id, row.agentCalendarId));
    const found = requireWritable(calendar?.disconnectedAt === null ? calendar : undefined);
    const [property] = await tx
      .select({ timezone: properties.timezone })
      .from(properties)
      .where(eq(properties.id, unit.scope.propertyId));
    const [changed] = await tx
      .update(table)
      .set({
        ...change({ row, calendar: found, propertyZone: property!.timezone }),
        revision: sql`${table.revision} + 1`,
        syncStatus: 'pending',
        lastError: null,
        updatedAt: ctx.clock.now(),
      })
      .where(eq(table.id, id))
      .returning();
    await enqueue(unit, syncAppointmentJob, { appointmentId: id });
    await noteInAppointmentHistory(unit, row, changed!);
    noteChange(unit, row.profileId);
    return { row: changed!, calendar: found };
  });
}

/**
 * A unit in which a member may change an event of the mirror.
 * @throws AppError NOT_FOUND, also for another person's event.
 */
export async function unitOfAppointment(
  ctx: Context,
  member: Member,
  id: string,
): Promise<UnitOfWork> {
  const { organizationId, profileId } = table;
  const [row] = isId(id)
    ? await asSystem(ctx.db, (tx) =>
        tx.select({ organizationId, profileId }).from(table).where(eq(table.id, id)),
      )
    : [];
  const unit = row && (await unitForAgent(ctx, member, row));
  if (!unit) throw notFound();
  return unit;
}

const notFound = () => new AppError('NOT_FOUND', 'There is no such appointment.');
