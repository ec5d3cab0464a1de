import { sameSecret, sign } from '../../../lib/crypto.ts';
import { newId } from '../../../lib/ids.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';
import { requireAgentByEmail } from '../../accounts/find-agent.ts';

/** The content of a connect link: signed and for one use, it lets an agent connect a calendar without signing in. */
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

/** The link's content, or undefined if we did not sign it. The caller must check the expiry. */
export function readConnectLink(secret: string, token: string): ConnectLink | undefined {
  const [body = '', signature = ''] = token.split('.');
  if (!sameSecret(signature, sign(secret, purpose, body))) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as ConnectLink;
}

/** Creates a connect link for the agent with this address. @throws AppError NOT_FOUND */
export async function createConnectLink(unit: UnitOfWork, email: string): Promise<string> {
  const { ctx, scope } = unit;
  const { profileId } = await requireAgentByEmail(unit, email);
  const { organizationId, propertyId } = scope;
  return connectUrl(ctx.config, { organizationId, propertyId, profileId }, ctx.clock.now());
}
