import type { OwnEffect, OwnMessage } from '../flow/own.ts';
import type { World } from '../flow/run-effect.ts';
import type { OwnTour } from '../flow/state.ts';

/** The token at the end of a manage link; the link's own origin need not be where this page may ask. */
const tokenOf = ({ known }: OwnTour): string =>
  known.manageUrl.slice(known.manageUrl.lastIndexOf('/') + 1);

export async function run(effect: OwnEffect, { api, send }: World): Promise<void> {
  const tell = (message: OwnMessage) => send({ type: 'own', message });
  switch (effect.own) {
    case 'wait':
      await new Promise((done) => setTimeout(done, effect.ms));
      return tell({ own: 'due', turn: effect.turn });
    case 'ask': {
      const answers = await Promise.all(
        effect.tours.map(async (tour) => ({
          id: tour.known.id,
          got: await api.tour(tokenOf(tour)),
        })),
      );
      return tell({ own: 'seen', turn: effect.turn, answers });
    }
    case 'send': {
      const { change, tour } = effect;
      const { key } = change.attempt;
      const got = await api.change(tokenOf(tour), change, () => tell({ own: 'slow', key }));
      return tell(
        got.ok
          ? { own: 'changed', key, tour: got.value }
          : { own: 'not-changed', key, problem: got.problem },
      );
    }
  }
}
