import { and, eq, gt, inArray, isNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintScope } from '../../db/mint-scope.ts';
import { asSystem } from '../../db/scope.ts';
import { oauthStates } from '../../db/tables/calendars.ts';
import { fingerprint } from '../../lib/crypto.ts';
import { AppError } from '../../lib/errors.ts';
import type { UnitOfWork } from '../../unit-of-work.ts';

export type ConsentState = typeof oauthStates.$inferSelect;

/**
 * The unit of an agent whose browser comes back from the provider's consent page. It must be the browser that went
 * there. One statement uses up the state: of two requests with one state, the database lets one through.
 * @param browsers the browser's secrets: that in its cookie, and that of its session.
 * @throws AppError OAUTH_STATE_INVALID
 */
export async function unitOfConsent(
  ctx: Context,
  { state, browsers }: { state: string; browsers: string[] },
): Promise<{ unit: UnitOfWork; state: ConsentState }> {
  const now = ctx.clock.now();
  const [found] = await asSystem(ctx.db, (tx) =>
    tx
      .update(oauthStates)
      .set({ consumedAt: now })
      .where(
        and(
          eq(oauthStates.stateHash, fingerprint(state)),
          inArray(oauthStates.browserHash, browsers.map(fingerprint)),
          isNull(oauthStates.consumedAt),
          gt(oauthStates.expiresAt, now),
        ),
      )
      .returning(),
  );
  if (!found)
    throw new AppError(
      'OAUTH_STATE_INVALID',
      'This sign-in was used already, took longer than 15 minutes, or began in another browser or session. Please begin again.',
    );
  const actor = {
    role: 'agent',
    userId: null,
    profileId: found.profileId,
    via: 'link',
  } as const;
  return { unit: { ctx, scope: mintScope(found), actor, test: false }, state: found };
}
