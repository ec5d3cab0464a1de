import type { Context } from '../../context.ts';
import { AppError } from '../../lib/errors.ts';
import { agentByEmail } from '../accounts/find-agent.ts';
import { operatorAt } from '../accounts/unit-of-operator.ts';
import { connectUrl } from './connect-link.ts';

/**
 * A one-time link that connects an agent's calendar.
 * @throws AppError NOT_FOUND when the property has no such agent.
 */
export async function createConnectLink(
  ctx: Context,
  { slug, email }: { slug: string; email: string },
): Promise<string> {
  const unit = await operatorAt(ctx, slug);
  const agent = await agentByEmail(unit, email);
  if (!agent) throw new AppError('NOT_FOUND', `“${slug}” has no agent with the address ${email}.`);
  const { organizationId, propertyId } = unit.scope;
  const { profileId } = agent;
  return connectUrl(ctx.config, { organizationId, propertyId, profileId }, ctx.clock.now());
}
