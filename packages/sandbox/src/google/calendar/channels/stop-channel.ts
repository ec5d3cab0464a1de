import { z } from 'zod';
import type { AccessToken } from '../../../state/model.ts';
import type { World } from '../../../world.ts';
import { GoogleError, invalid, required } from '../../errors.ts';
import { isLive } from './channel.ts';

const body = z.object({ id: z.string().nullish(), resourceId: z.string().nullish() });

/** `channels.stop`: only for the account and client that opened the channel; for others it is 404. */
export function stopChannel(world: World, token: AccessToken, given: unknown): void {
  const parsed = body.safeParse(given);
  if (!parsed.success) throw invalid('Invalid value for: channel');
  const { id, resourceId } = parsed.data;
  if (!id) throw required('Channel id must be specified.');
  if (!resourceId) throw required('Resource id must be specified.');
  const channel = world.store.state.channels.find(
    (one) =>
      one.id === id &&
      one.resourceId === resourceId &&
      one.account === token.account &&
      one.clientId === token.clientId &&
      isLive(one, world.clock.now()),
  );
  if (channel === undefined) {
    throw new GoogleError({
      code: 404,
      reason: 'notFound',
      message: `Channel '${id}' not found for project '${token.clientId}'`,
    });
  }
  channel.ended = 'stopped';
  world.store.changed();
}
