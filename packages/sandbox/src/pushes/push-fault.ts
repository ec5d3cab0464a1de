import { z } from 'zod';
import type { Push } from './push.ts';

const effect = z
  .strictObject({
    /** The push is never sent. */
    drop: z.literal(true).exactOptional(),
    /** Number of extra copies, with the same message number. */
    duplicate: z.number().int().min(1).max(100).exactOptional(),
    /** The push is sent later by this much of the sandbox's time. */
    delayMs: z
      .number()
      .int()
      .min(0)
      .max(30 * 86_400_000)
      .exactOptional(),
    /** The push is sent after the channel's next message. */
    reorder: z.literal(true).exactOptional(),
    /** A `sync` message is delivered before the watch call is answered. */
    beforeAnswer: z.literal(true).exactOptional(),
  })
  .refine((one) => Object.keys(one).length === 1, {
    message: 'wants one of drop, duplicate, delayMs, reorder, beforeAnswer',
  });

/** An order for faults of pushes; `then` becomes `effect`, as in other faults. */
export const pushFaultOrder = z
  .strictObject({
    match: z
      .strictObject({
        channel: z.string().exactOptional(),
        account: z.string().toLowerCase().exactOptional(),
        calendar: z.string().exactOptional(),
        state: z.enum(['sync', 'exists']).exactOptional(),
      })
      .default({}),
    /** How many pushes it affects; 0: until deleted. */
    times: z.number().int().min(0).default(1),
    then: effect,
  })
  .transform(({ then: given, ...rest }) => ({ ...rest, effect: given }));

export type PushFaultOrder = z.output<typeof pushFaultOrder>;

/** Whether a fault is meant for this push. */
export function strikesPush({ match, effect: ordered }: PushFaultOrder, push: Push): boolean {
  const { channel, state } = push;
  return (
    (match.channel ?? channel.id) === channel.id &&
    (match.account ?? channel.account) === channel.account &&
    (match.calendar ?? channel.calendarId) === channel.calendarId &&
    (match.state ?? state) === state &&
    (ordered.beforeAnswer !== true || state === 'sync')
  );
}
