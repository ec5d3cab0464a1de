import { createHash } from 'node:crypto';
import type { calendar_v3 } from '@googleapis/calendar';
import type { Channel } from '../../../state/model.ts';
import type { World } from '../../../world.ts';
import { GoogleError } from '../../errors.ts';
import { HOLIDAYS_ID } from '../../holidays.ts';
import type { OpenCalendar } from '../access.ts';
import { channelResource, isLive } from './channel.ts';
import type { WatchRequest } from './watch-request.ts';

const KEPT = 1000;

/** `events.watch`: opens a channel, beside any that are open, and sends its `sync` message. */
export async function openChannel(
  world: World,
  { account, calendar }: OpenCalendar,
  clientId: string,
  request: WatchRequest,
): Promise<calendar_v3.Schema$Channel> {
  const { state } = world.store;
  if (calendar.id === HOLIDAYS_ID) throw pushNotSupported();
  // An id cannot be used again, even after its channel has ended.
  if (state.channels.some(({ id }) => id === request.id)) throw channelIdNotUnique(request.id);
  const now = world.clock.now();
  const path = `/calendar/v3/calendars/${encodeURIComponent(calendar.id)}/events`;
  const { token, ...rest } = request;
  const channel: Channel = {
    ...rest,
    ...(token !== undefined && { token }),
    account: account.email,
    clientId,
    calendarId: calendar.id,
    resourceId: resourceIdOf(account.email, calendar.id),
    resourceUri: `${world.origin}${path}?alt=json`,
    openedAt: now,
    messageNumber: 0,
  };
  const others = state.channels.filter((one) => isLive(one, now));
  const over = state.channels.filter((one) => !isLive(one, now)).slice(-KEPT);
  state.channels = [...over, ...others, channel];
  await world.pushes.greet(channel);
  world.store.changed();
  return channelResource(channel);
}

/** The id of the watched list of events. All channels on the list have the same. */
function resourceIdOf(account: string, calendarId: string): string {
  const digest = createHash('sha256').update(`${account} ${calendarId} events`);
  return digest.digest('base64url').slice(0, 27);
}

function channelIdNotUnique(id: string) {
  return new GoogleError({
    code: 400,
    reason: 'channelIdNotUnique',
    message: `Channel id ${id} not unique`,
  });
}

function pushNotSupported() {
  return new GoogleError({
    code: 400,
    domain: 'calendar',
    reason: 'pushNotSupportedForRequestedResource',
    message: 'Push notifications are not supported by this resource.',
  });
}
