import type { Context } from '../../context.ts';
import type { TenantScope } from '../../db/scope.ts';
import type { Offer } from '../availability/load-offer.ts';
import { verifyLive } from './verify-live.ts';

export interface PickedAgent {
  id: string;
  /** The calendar could not be asked. */
  unverified: boolean;
}

/**
 * The ranked agents as a booking should try them: first those whose calendars say, just now, that they are
 * free; then those who could not be asked. Whoever turned out busy is left out.
 */
export async function* pickAgents(
  ctx: Context,
  scope: TenantScope,
  offer: Offer,
  ranked: string[],
  time: { startsAt: number; endsAt: number; bufferMs: number },
): AsyncGenerator<PickedAgent> {
  const unasked: PickedAgent[] = [];
  for (const id of ranked) {
    const calendars = offer.calendars.filter((calendar) => calendar.profileId === id);
    const verdict = await verifyLive(ctx, scope, calendars, time);
    if (verdict === 'free') yield { id, unverified: false };
    if (verdict === 'unknown') unasked.push({ id, unverified: true });
  }
  yield* unasked;
}
