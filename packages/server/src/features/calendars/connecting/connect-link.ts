import type { Context } from '../../../context.ts';
import { sameSecret, sign } from '../../../lib/crypto.ts';
import { AppError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { agentByEmail } from '../../accounts/find-agent.ts';
import { operatorAt } from '../../accounts/unit-of-operator.ts';

/** The content of the signed, one-time link that lets an agent connect a calendar without signing in. */
export interface ConnectLink {
  linkId: string;
  organizationId: string;
  propertyId: string;
  profileId: string;
  /** Epoch ms. */
  expiresAt: number;
}

const purpose = 'connect-calendar';
const lifetimeMs = 24 * 3_600_000;

export function connectUrl(
  config: { APP_URL: string; SESSION_SECRET: string },
  agent: Pick<ConnectLink, 'organizationId' | 'propertyId' | 'profileId'>,
  now: number,
): string {
  const link: ConnectLink = { linkId: newId(), ...agent, expiresAt: now + lifetimeMs };
  const body = Buffer.from(JSON.stringify(link)).toString('base64url');
  const token = `${body}.${sign(config.SESSION_SECRET, purpose, body)}`;
  return `${config.APP_URL}/api/lumaleasing/calendar/connect?link=${token}`;
}

/** The link's content, or undefined when we did not sign it. Whether it has expired is for the caller. */
export function readConnectLink(secret: string, token: string): ConnectLink | undefined {
  const [body = '', signature = ''] = token.split('.');
  if (!sameSecret(signature, sign(secret, purpose, body))) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as ConnectLink;
}

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
