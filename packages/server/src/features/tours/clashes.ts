import type { Tx } from '../../db/client.ts';
import type { TenantScope } from '../../db/scope.ts';
import { loadOffer } from '../availability/load-offer.ts';
import { collides } from './collides.ts';
import type { Tour } from './present.ts';
import { aroundTour } from './window.ts';

/** Whether a time (epoch ms) that somebody put a tour to goes against what the database knows. */
export const clashes = async (
  tx: Tx,
  scope: TenantScope,
  tour: Tour,
  time: { startsAt: number; endsAt: number },
): Promise<boolean> => collides(await loadOffer(tx, scope, aroundTour(time.startsAt)), tour, time);
