import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { propertyAgents } from '../../db/tables/profiles.ts';
import type { Member } from '../../http/member.ts';
import { AppError } from '../../lib/errors.ts';
import { mayActFor } from '../accounts/may.ts';
import { scopeFor } from '../accounts/scope-for.ts';

export interface OwnCalendar {
  id: string;
  connectionId: string;
  profileId: string;
  summary: string;
}

interface Which {
  /** Slug or id. */
  property: string;
  connection?: string | undefined;
  calendar?: string | undefined;
}

/**
 * The connected calendars a member may act on at a property: all of its agents', or an agent's own.
 * @throws AppError NOT_FOUND (property, or a calendar that was named), CALENDAR_NOT_CONNECTED
 */
export async function requireCalendars(
  ctx: Context,
  member: Member,
  { property, connection, calendar }: Which,
): Promise<{ scope: TenantScope; calendars: OwnCalendar[] }> {
  const scope = await scopeFor(ctx, member, property);
  const { id, connectionId, profileId, summary } = agentCalendars;
  const found = await asTenant(ctx.db, scope, (tx) =>
    tx
      .select({ id, connectionId, profileId, summary })
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, connectionId))
      .innerJoin(propertyAgents, eq(propertyAgents.profileId, profileId))
      .where(
        and(
          eq(propertyAgents.propertyId, scope.propertyId),
          isNull(calendarConnections.disconnectedAt),
          connection ? eq(connectionId, connection) : undefined,
          calendar ? eq(id, calendar) : undefined,
        ),
      ),
  );
  const calendars = found.filter((one) => mayActFor(member, one.profileId));
  if (calendars.length > 0) return { scope, calendars };
  if (connection || calendar)
    throw new AppError('NOT_FOUND', 'No agent of this property has such a calendar connected.');
  throw new AppError('CALENDAR_NOT_CONNECTED', 'No calendar is connected yet.');
}
