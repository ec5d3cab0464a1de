import type { ConnectionRef } from '@luma-leasing/types/calendar';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { calendarConnections } from '../../db/tables/calendars.ts';
import { propertyAgents } from '../../db/tables/profiles.ts';
import type { Member } from '../../http/member.ts';
import { AppError } from '../../lib/errors.ts';
import { mayActFor } from '../accounts/may.ts';
import { scopeFor } from '../accounts/scope-for.ts';

export type Connection = typeof calendarConnections.$inferSelect;

/**
 * Lets a member act on a connection: their own, or one of an agent of a property they manage.
 * @throws AppError NOT_FOUND (property, or no connection of its agents), FORBIDDEN
 */
export async function requireConnection(
  ctx: Context,
  member: Member,
  { property, connection: id }: ConnectionRef,
): Promise<{ scope: TenantScope; connection: Connection }> {
  const scope = await scopeFor(ctx, member, property);
  const [found] = await asTenant(ctx.db, scope, (tx) =>
    tx
      .select({ connection: calendarConnections })
      .from(calendarConnections)
      .innerJoin(propertyAgents, eq(propertyAgents.profileId, calendarConnections.profileId))
      .where(and(eq(calendarConnections.id, id), eq(propertyAgents.propertyId, scope.propertyId))),
  );
  if (!found) throw new AppError('NOT_FOUND', 'No agent of this property has such a calendar.');
  if (!mayActFor(member, found.connection.profileId))
    throw new AppError('FORBIDDEN', 'You may change your own calendars only.');
  return { scope, connection: found.connection };
}
