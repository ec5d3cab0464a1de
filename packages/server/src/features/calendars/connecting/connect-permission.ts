import type { Context } from '../../../context.ts';
import type { Member } from '../../../http/member.ts';
import { sign } from '../../../lib/crypto.ts';
import { AppError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { mayActFor } from '../../accounts/may.ts';
import { requireAgent } from '../../accounts/find-agent.ts';
import { unitAt } from '../../accounts/unit-of-member.ts';
import type { ConnectPermission } from './start-connect.ts';

/**
 * Lets a member connect a calendar: their own, or an agent's of a property they manage.
 * @param agent the agent's profile; absent: their own.
 * @throws AppError NOT_FOUND (property, or no agent of it), FORBIDDEN, INVALID_REQUEST (whose is not said)
 */
export async function permissionOfMember(
  ctx: Context,
  member: Member,
  { property, agent }: { property: string; agent: string | undefined },
): Promise<ConnectPermission> {
  const unit = await unitAt(ctx, member, property);
  const profileId = agent ?? member.profileId;
  if (!profileId)
    throw new AppError('INVALID_REQUEST', 'Say whose calendar it is: the address lacks the agent.');
  if (!mayActFor(unit.actor, profileId))
    throw new AppError('FORBIDDEN', 'You may connect your own calendars only.');
  await requireAgent(unit, profileId);
  // Each is a permission of its own: connecting one calendar uses it up, like a link.
  return { ...unit.scope, profileId, linkId: newId() };
}

/**
 * What stands for a session where a state is bound to it; it cannot be made up, nor put into a cookie. It changes
 * when the member's rights change: a permission does not outlive the rights it was given by.
 */
export const browserOf = (ctx: Context, member: Member): string => {
  const { sessionId, organizationId, role, profileId, propertyIds, operator } = member;
  const rights = [sessionId, organizationId, role, profileId, propertyIds, operator];
  return sign(ctx.config.SESSION_SECRET, 'connect-session', JSON.stringify(rights));
};
