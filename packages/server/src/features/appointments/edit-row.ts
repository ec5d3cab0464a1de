import { eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asSystem, asTenant, type TenantScope } from '../../db/scope.ts';
import {
  agentCalendars,
  calendarConnections,
  externalCalendarEvents,
} from '../../db/tables/calendars.ts';
import { properties } from '../../db/tables/properties.ts';
import type { Member } from '../../http/member.ts';
import { AppError } from '../../lib/errors.ts';
import { isId } from '../../lib/ids.ts';
import { scopeForAgent } from '../accounts/scope-for-agent.ts';
import { syncAppointment } from '../sync/contracts.ts';
import type { InCalendar, MirrorRow } from './present.ts';
import { requireWritable } from './writable.ts';

const table = externalCalendarEvents;

interface Found {
  row: MirrorRow;
  calendar: InCalendar;
  propertyZone: string;
}

/**
 * Changes a row of the mirror for a member, with the job that brings the change to the calendar: one transaction.
 * @param change what is to be different, by what it is.
 * @throws AppError NOT_FOUND, also when it is somebody else's; CALENDAR_NOT_CONNECTED, CALENDAR_NOT_WRITABLE
 */
export async function editRow(
  ctx: Context,
  member: Member,
  id: string,
  change: (found: Found) => Partial<typeof table.$inferInsert>,
): Promise<{ row: MirrorRow; calendar: InCalendar }> {
  const scope = await scopeOfRow(ctx, member, id);
  const { organizationId, propertyId } = scope;
  const edited = await asTenant(ctx.db, scope, async (tx) => {
    // Locked first: who comes at the same time changes what this one leaves.
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
      .where(eq(properties.id, propertyId));
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
    await ctx.queue.enqueue(tx, syncAppointment, { organizationId, propertyId, appointmentId: id });
    return { row: changed!, calendar: found };
  });
  ctx.changes.note(scope);
  return edited;
}

async function scopeOfRow(ctx: Context, member: Member, id: string): Promise<TenantScope> {
  const { organizationId, profileId } = table;
  const [row] = isId(id)
    ? await asSystem(ctx.db, (tx) =>
        tx.select({ organizationId, profileId }).from(table).where(eq(table.id, id)),
      )
    : [];
  const scope = row && (await scopeForAgent(ctx, member, row));
  if (!scope) throw notFound();
  return scope;
}

const notFound = () => new AppError('NOT_FOUND', 'There is no such appointment.');
