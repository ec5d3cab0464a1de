import { isoOf } from '../clock.ts';
import type { Channel } from '../state/model.ts';

/** One message to a channel's address. Copies and retries have the same number. */
export interface Push {
  id: string;
  channel: Channel;
  state: 'sync' | 'exists';
  messageNumber: number;
  /**
   * First `waiting`, then `sending`. The end is `delivered`, `refused` by the receiver, `dropped` by an order, or
   * `ended` with its channel.
   */
  status: 'waiting' | 'sending' | 'delivered' | 'refused' | 'dropped' | 'ended';
  /** When a waiting push is sent, by the sandbox's clock; null: after another message. */
  dueAt: number | null;
  attempts: number;
  /** The status of the last attempt; 0 without an answer. */
  answer: number | null;
  /** The fault that changed it. */
  fault: string | null;
}

/** All that Google sends: headers, an empty body, and no signature. */
export function pushHeaders({ channel, state, messageNumber }: Push): Record<string, string> {
  return {
    Accept: '*/*',
    'Content-Length': '0',
    // Google sends this header, although there is no JSON and its parameter is malformed.
    'Content-Type': 'application/json; utf-8',
    'User-Agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
    'X-Goog-Channel-ID': channel.id,
    'X-Goog-Channel-Expiration': new Date(channel.expiresAt).toUTCString(),
    'X-Goog-Resource-State': state,
    'X-Goog-Message-Number': String(messageNumber),
    'X-Goog-Resource-ID': channel.resourceId,
    'X-Goog-Resource-URI': channel.resourceUri,
    ...(channel.token !== undefined && { 'X-Goog-Channel-Token': channel.token }),
  };
}

/** The channel's next message. As at Google, numbers grow, but not by one. */
export function writePush(channel: Channel, state: Push['state'], now: number): Push {
  const last = channel.messageNumber;
  channel.messageNumber = last === 0 ? 1 : last + 1 + ((last * 7) % 10);
  return {
    id: '',
    channel,
    state,
    messageNumber: channel.messageNumber,
    status: 'waiting',
    dueAt: now,
    attempts: 0,
    answer: null,
    fault: null,
  };
}

const SUCCESS = new Set([102, 200, 201, 202, 204]);
const RETRIED = new Set([500, 502, 503, 504]);
const MAX_ATTEMPTS = 8;
const MAX_BACKOFF_MS = 64_000;

/** What follows from an answer; a number is the delay of the next try in ms. */
export function judgeAnswer(answer: number, attempts: number): 'delivered' | 'refused' | number {
  if (SUCCESS.has(answer)) return 'delivered';
  if (!RETRIED.has(answer) || attempts >= MAX_ATTEMPTS) return 'refused';
  return Math.min(1000 * 2 ** (attempts - 1), MAX_BACKOFF_MS);
}

export function describePush({ channel, dueAt, ...push }: Push) {
  return {
    id: push.id,
    channel: channel.id,
    account: channel.account,
    calendar: channel.calendarId,
    state: push.state,
    messageNumber: push.messageNumber,
    status: push.status,
    due: push.status === 'waiting' && dueAt !== null ? isoOf(dueAt) : null,
    attempts: push.attempts,
    answer: push.answer,
    fault: push.fault,
  };
}
