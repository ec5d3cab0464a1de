import type { ManagedTour } from '@luma-leasing/types/tour';
import type { OwnEffect, OwnMessage } from '../flow/own.ts';
import { pathOf, type World } from '../flow/run-effect.ts';

export async function runOwn(effect: OwnEffect, { api, send }: World): Promise<void> {
  const tell = (message: OwnMessage) => send({ type: 'own', message });
  switch (effect.own) {
    case 'wait':
      await new Promise((done) => setTimeout(done, effect.ms));
      return tell({ own: 'due', turn: effect.turn });
    case 'ask': {
      const answers = await Promise.all(
        effect.tours.map(async (tour) => ({
          id: tour.known.id,
          got: await api.get<ManagedTour>(pathOf(tour.known)),
        })),
      );
      return tell({ own: 'seen', turn: effect.turn, answers });
    }
    case 'send': {
      const { change, tour } = effect;
      const { what, attempt } = change;
      const { key } = attempt;
      const path = `${pathOf(tour.known)}/${what}`;
      const got = await api.post<ManagedTour>(path, attempt, () => send({ type: 'slow', key }));
      return tell(
        got.ok
          ? { own: 'changed', key, tour: got.value }
          : { own: 'not-changed', key, problem: got.problem },
      );
    }
  }
}
