import type { Context } from '../../../context.ts';
import type { Member } from '../../../http/member.ts';
import { sign } from '../../../lib/crypto.ts';
import { AppError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { mayActFor } from '../../accounts/may.ts';
import { requireAgent } from '../../accounts/find-agent.ts';
import { unitAtProperty } from '../../accounts/unit-of-member.ts';
import type { ConnectPermission } from './start-connect.ts';

/**
 * The permission of a member to connect a calendar: for themselves, or for an agent of a property that they manage.
 * @param agent the agent's profile id; absent: the member's own.
 * @throws AppError NOT_FOUND (property, or no agent of it), FORBIDDEN, INVALID_REQUEST (the agent is not named)
 */
export async function permissionOfMember(
  ctx: Context,
  member: Member,
  { property, agent }: { property: string; agent: string | undefined },
): Promise<ConnectPermission> {
  const unit = await unitAtProperty(ctx, member, property);
  const profileId = agent ?? member.profileId;
  if (!profileId)
    throw new AppError('INVALID_REQUEST', 'Say whose calendar it is: the address lacks the agent.');
  if (!mayActFor(unit.actor, profileId))
    throw new AppError('FORBIDDEN', 'You may connect your own calendars only.');
  await requireAgent(unit, profileId);
  // Each permission gets an id of its own: like a link, it connects one calendar.
  return { ...unit.scope, profileId, linkId: newId() };
}

/**
 * The secret by which an OAuth state is bound to a session. It is signed and never sent, so nobody can forge it or put
 * it into a cookie. It changes with the member's rights, so the permission ends with them.
 */
export const browserSecretOf = (ctx: Context, member: Member): string => {
  const { sessionId, organizationId, role, profileId, propertyIds, operator } = member;
  const rights = [sessionId, organizationId, role, profileId, propertyIds, operator];
  return sign(ctx.config.SESSION_SECRET, 'connect-session', JSON.stringify(rights));
};
