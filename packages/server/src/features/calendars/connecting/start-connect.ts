import { createHash } from 'node:crypto';
import { and, eq, isNotNull } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import { oauthStates } from '../../../db/tables/calendars.ts';
import { fingerprint, seal } from '../../../lib/crypto.ts';
import { AppError } from '../../../lib/errors.ts';
import { newId, newSecret } from '../../../lib/ids.ts';
import { readConnectLink, type ConnectLink } from './connect-link.ts';
import type { ProviderId } from '../provider.ts';
import { providerOf } from '../providers.ts';

const stateLifetimeMs = 15 * 60_000;

export const callbackUrl = (config: { APP_URL: string }): string =>
  `${config.APP_URL}/api/lumaleasing/calendar/callback`;

/** The place of the PKCE verifier. The ciphertext is bound to it. */
export const verifierPlace = (stateId: string): string => `oauth_states.${stateId}|verifier`;

/** The permission to connect a calendar: for which agent, and by which link. */
export type ConnectPermission = Pick<
  ConnectLink,
  'linkId' | 'organizationId' | 'propertyId' | 'profileId'
>;

/**
 * Starts a consent: stores a state for one use, bound to permission, agent, browser and provider.
 * @param browser the secret that the browser must hold when it comes back.
 * @returns the provider's consent page.
 */
export async function startConnect(
  ctx: Context,
  permission: ConnectPermission,
  browser: string,
  provider: ProviderId,
): Promise<string> {
  const [id, state, verifier] = [newId(), newSecret(), newSecret()];
  await asSystem(ctx.db, (tx) =>
    tx.insert(oauthStates).values({
      id,
      organizationId: permission.organizationId,
      propertyId: permission.propertyId,
      profileId: permission.profileId,
      provider,
      stateHash: fingerprint(state),
      browserHash: fingerprint(browser),
      linkId: permission.linkId,
      verifier: seal(ctx.config.ENCRYPTION_KEYS, verifierPlace(id), verifier),
      expiresAt: ctx.clock.now() + stateLifetimeMs,
    }),
  );
  return providerOf(ctx, provider).consentUrl({
    state,
    codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
    redirectUri: callbackUrl(ctx.config),
  });
}

/** The permission that a connect link gives. @throws AppError LINK_INVALID, LINK_EXPIRED, LINK_USED */
export async function permissionOfLink(ctx: Context, token: string): Promise<ConnectPermission> {
  const link = readConnectLink(ctx.config.SESSION_SECRET, token);
  if (!link)
    throw new AppError('LINK_INVALID', 'This link is not valid. Please ask for a new one.');
  if (link.expiresAt < ctx.clock.now())
    throw new AppError('LINK_EXPIRED', 'This link has expired. Please ask for a new one.');
  const spent = await asSystem(ctx.db, (tx) =>
    tx
      .select({ id: oauthStates.id })
      .from(oauthStates)
      .where(and(eq(oauthStates.linkId, link.linkId), isNotNull(oauthStates.connectedAt)))
      .limit(1),
  );
  if (spent.length > 0) throw linkUsed();
  return link;
}

export const linkUsed = () =>
  new AppError(
    'LINK_USED',
    'A calendar was connected with this link already. Please ask for a new one.',
  );
