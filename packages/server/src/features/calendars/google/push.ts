import { z } from 'zod';
import type { Push } from '../provider.ts';

/** The headers of a push. Its body is empty. */
export const pushHeaders = z.object({
  'x-goog-channel-id': z.string(),
  'x-goog-channel-token': z.string(),
  'x-goog-resource-id': z.string(),
  'x-goog-resource-state': z.string(),
  'x-goog-channel-expiration': z.string().optional(),
});

export function readPush(headers: Headers): Push | undefined {
  const { success, data } = pushHeaders.safeParse(Object.fromEntries(headers));
  if (!success) return undefined;
  // The header is a date as text, not a number.
  const expiresAt = Date.parse(data['x-goog-channel-expiration'] ?? '');
  return {
    channelId: data['x-goog-channel-id'],
    token: data['x-goog-channel-token'],
    resourceId: data['x-goog-resource-id'],
    expiresAt: Number.isNaN(expiresAt) ? null : expiresAt,
    isNews: data['x-goog-resource-state'] !== 'sync',
  };
}
