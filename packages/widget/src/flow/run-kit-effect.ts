import type { MessageLeft } from '@luma-leasing/types/lead';
import type { ManagedTour } from '@luma-leasing/types/tour';
import type { KitEffect } from './effect.ts';
import { manageTourPath, type EffectContext } from './run-effect.ts';

export async function runKitEffect(effect: KitEffect, { api, send }: EffectContext): Promise<void> {
  switch (effect.type) {
    case 'schedule-poll':
      await new Promise((done) => setTimeout(done, effect.ms));
      return send({ type: 'poll-due', round: effect.round });
    case 'poll-tours': {
      const answers = await Promise.all(
        effect.tours.map(async ({ remembered }) => ({
          id: remembered.id,
          outcome: await api.get<ManagedTour>(manageTourPath(remembered)),
        })),
      );
      return send({ type: 'poll-answered', round: effect.round, answers });
    }
    case 'send-change': {
      const { change, tour } = effect;
      const { action, attempt } = change;
      const { key } = attempt;
      const path = `${manageTourPath(tour.remembered)}/${action}`;
      const onSlow = () => send({ type: 'sending-slow', key });
      const outcome = await api.post<ManagedTour>(path, attempt, onSlow);
      return send({ type: 'change-answered', key, outcome });
    }
    case 'leave-message': {
      const { attempt } = effect;
      const { key } = attempt;
      const onSlow = () => send({ type: 'sending-slow', key });
      const outcome = await api.post<MessageLeft>('leads', attempt, onSlow);
      return send({ type: 'message-left', key, outcome });
    }
  }
}
