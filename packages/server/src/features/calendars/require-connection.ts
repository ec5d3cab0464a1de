import type { ConnectionRef } from '@luma-leasing/types/calendar';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { calendarConnections } from '../../db/tables/calendars.ts';
import { propertyAgents } from '../../db/tables/profiles.ts';
import type { Member } from '../../http/member.ts';
import { AppError } from '../../lib/errors.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { mayActFor } from '../accounts/may.ts';
import { unitAt } from '../accounts/unit-of-member.ts';

export type Connection = typeof calendarConnections.$inferSelect;

/**
 * Lets a member act on a connection: their own, or one of an agent of a property they manage.
 * @throws AppError NOT_FOUND (property, or no connection of its agents), FORBIDDEN
 */
export async function requireConnection(
  ctx: Context,
  member: Member,
  { property, connection: id }: ConnectionRef,
): Promise<{ unit: UnitOfWork; connection: Connection }> {
  const unit = await unitAt(ctx, member, property);
  const [found] = await transact(unit, ({ tx }) =>
    tx
      .select({ connection: calendarConnections })
      .from(calendarConnections)
      .innerJoin(propertyAgents, eq(propertyAgents.profileId, calendarConnections.profileId))
      .where(
        and(eq(calendarConnections.id, id), eq(propertyAgents.propertyId, unit.scope.propertyId)),
      ),
  );
  if (!found) throw new AppError('NOT_FOUND', 'No agent of this property has such a calendar.');
  if (!mayActFor(unit.actor, found.connection.profileId))
    throw new AppError('FORBIDDEN', 'You may change your own calendars only.');
  return { unit, connection: found.connection };
}
