import { z } from 'zod';
import { GoogleError, invalid, required } from '../../errors.ts';

/** The validated body of `events.watch`. */
export interface WatchRequest {
  id: string;
  address: string;
  token: string | undefined;
  expiresAt: number;
}

const LIFE_SECONDS = 604_800;
const MAX_TOKEN = 256;

const text = z.string().nullish();
const body = z.object({
  id: text,
  type: text,
  address: text,
  token: text,
  expiration: z.union([z.string(), z.number()]).nullish(),
  params: z.object({ ttl: z.union([z.string(), z.number()]).nullish() }).nullish(),
});

export function readWatchRequest(given: unknown, now: number): WatchRequest {
  const parsed = body.safeParse(given);
  if (!parsed.success) {
    throw invalid(`Invalid value for: ${parsed.error.issues[0]?.path.join('.') ?? 'channel'}`);
  }
  const { id, type, address, token, expiration, params } = parsed.data;
  if (!id) throw required('Channel id must be specified.');
  if (!/^[A-Za-z0-9\-_+/=]{1,64}$/.test(id)) throw invalid('Invalid channel id.');
  if (!type) throw required('Channel type must be specified.');
  if (type !== 'web_hook' && type !== 'webhook') throw invalid(`Unknown channel type: ${type}`);
  if (!address) throw required('Channel address must be specified.');
  checkAddress(address);
  if ((token?.length ?? 0) > MAX_TOKEN) throw invalid('Channel token is too long.');
  // The token is sent as a header.
  if (!/^[\x20-\x7e]*$/.test(token ?? '')) throw invalid('Invalid channel token.');
  return {
    id,
    address,
    token: token ?? undefined,
    expiresAt: readExpiration(expiration, params?.ttl, now),
  };
}

/** Google requires https; we also allow plain http to this machine. */
function checkAddress(address: string): void {
  const url = URL.parse(address);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) return;
  throw new GoogleError({
    code: 400,
    reason: 'push.webhookUrlNotHttps',
    message: `WebHook callback must be HTTPS: ${address}`,
  });
}

/** A channel lives for a week at most; a client can only ask for less. */
function readExpiration(
  expiration: string | number | null | undefined,
  ttl: string | number | null | undefined,
  now: number,
): number {
  const latest = now + LIFE_SECONDS * 1000;
  if (expiration !== null && expiration !== undefined) {
    const at = Number(expiration);
    if (!Number.isInteger(at) || at <= now) throw invalid('Invalid channel expiration.');
    return Math.min(at, latest);
  }
  if (ttl === null || ttl === undefined) return latest;
  const seconds = Number(ttl);
  if (!Number.isInteger(seconds) || seconds <= 0) throw invalid('Invalid channel ttl.');
  return Math.min(now + seconds * 1000, latest);
}
