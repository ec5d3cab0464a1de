import type { calendar_v3 } from '@googleapis/calendar';
import { isoOf } from '../../../clock.ts';
import type { Channel } from '../../../state/model.ts';

export function isLive(channel: Channel, now: number): boolean {
  return channel.ended === undefined && channel.expiresAt > now;
}

/** A channel in Google's answer. */
export function channelResource(channel: Channel): calendar_v3.Schema$Channel {
  return {
    kind: 'api#channel',
    id: channel.id,
    resourceId: channel.resourceId,
    resourceUri: channel.resourceUri,
    ...(channel.token !== undefined && { token: channel.token }),
    expiration: String(channel.expiresAt),
  };
}

/** A channel in the control API. */
export function describeChannel(channel: Channel, now: number) {
  const { id, account, calendarId, resourceId, resourceUri, address, messageNumber } = channel;
  return {
    id,
    account,
    calendar: calendarId,
    resourceId,
    resourceUri,
    address,
    token: channel.token ?? null,
    messageNumber,
    opened: isoOf(channel.openedAt),
    expires: isoOf(channel.expiresAt),
    live: isLive(channel, now),
    ended: channel.ended ?? (channel.expiresAt > now ? null : 'expired'),
  };
}
