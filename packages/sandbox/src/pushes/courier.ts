import type { Clock } from '../clock.ts';
import { createFaultBook } from '../faults/fault-book.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import { isLive } from '../google/calendar/channels/channel.ts';
import type { Channel } from '../state/model.ts';
import { createOutbox } from './outbox.ts';
import { postPush } from './post-push.ts';
import { strikesPush } from './push-fault.ts';
import type { PushFaultOrder } from './push-fault.ts';
import { judgeAnswer, pushHeaders, writePush } from './push.ts';
import type { Push } from './push.ts';

/** How often to check the clock for waiting pushes, because the clock may be moved. */
const LOOK_MS = 500;

export type PushMode = 'auto' | 'manual';

/** Delivers the messages of channels. Waiting messages are lost at a restart; Google does not promise more. */
export interface Courier {
  readonly faults: FaultBook<PushFaultOrder, Push>;
  /** In `manual` mode nothing is sent until it is flushed. */
  mode: PushMode;
  /** The calendar changed. Several writes at once make one message. */
  announce(calendarId: string): void;
  /** Sends the `sync` message of a new channel; resolves when the watch call may be answered. */
  greet(channel: Channel): Promise<void>;
  list(): Push[];
  /** Sends all waiting messages in order, and returns what became of each. */
  flush(ids?: string[]): Promise<Push[]>;
  /** Drops one waiting message, or all. @returns how many. */
  drop(id?: string): number;
  /** Sends the messages that are due. */
  wake(): void;
  reset(): void;
  stop(): Promise<void>;
}

export function createCourier(clock: Clock, channels: () => Channel[]): Courier {
  const faults = createFaultBook('push-fault', strikesPush);
  const outbox = createOutbox();
  const stopping = new AbortController();
  const changed = new Set<string>();
  const sending = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let mode: PushMode = 'auto';

  /** Adds a new message, changed by the ordered faults. */
  const accept = (channel: Channel, state: Push['state']) => {
    const push = writePush(channel, state, clock.now());
    const fault = faults.take(push);
    const { drop, duplicate = 0, delayMs = 0, reorder, beforeAnswer } = fault?.effect ?? {};
    const struck: Push = {
      ...push,
      fault: fault?.id ?? null,
      status: drop ? 'dropped' : 'waiting',
      dueAt: reorder ? null : clock.now() + delayMs,
    };
    const copies = Array.from({ length: 1 + duplicate }, () => outbox.add(struck));
    return { copies, beforeAnswer };
  };

  const attempt = async (push: Push): Promise<void> => {
    if (!isLive(push.channel, clock.now())) {
      push.status = 'ended';
      return;
    }
    push.status = 'sending';
    push.attempts += 1;
    push.answer = await postPush(push.channel.address, pushHeaders(push), stopping.signal);
    const outcome = judgeAnswer(push.answer, push.attempts);
    if (typeof outcome === 'string') push.status = outcome;
    else Object.assign(push, { status: 'waiting', dueAt: clock.now() + outcome });
    outbox.release(push, clock.now());
  };
  const send = (push: Push): Promise<void> => {
    const work = attempt(push).finally(() => {
      sending.delete(work);
      courier.wake();
    });
    sending.add(work);
    return work;
  };
  const tell = () => {
    const now = clock.now();
    const liveChannels = channels().filter(
      (one) => changed.has(one.calendarId) && isLive(one, now),
    );
    changed.clear();
    for (const channel of liveChannels) accept(channel, 'exists');
    courier.wake();
  };

  const courier: Courier = {
    faults,
    get mode() {
      return mode;
    },
    set mode(next) {
      mode = next;
      courier.wake();
    },
    announce(calendarId) {
      if (changed.size === 0) queueMicrotask(tell);
      changed.add(calendarId);
    },
    async greet(channel) {
      const { copies, beforeAnswer } = accept(channel, 'sync');
      if (beforeAnswer) await Promise.all(copies.map(send));
      else courier.wake();
    },
    list: outbox.list,
    async flush(ids) {
      await Promise.all(sending);
      const waiting = outbox.waiting();
      // A message that waits for another is also sent after it here, unless the caller says otherwise.
      const chosen =
        ids?.flatMap((id) => waiting.filter((push) => push.id === id)) ??
        waiting.toSorted((a, b) => Number(a.dueAt === null) - Number(b.dueAt === null));
      for (const push of chosen) {
        if (push.status === 'waiting') await send(push);
      }
      await Promise.all(sending);
      return chosen;
    },
    drop: outbox.drop,
    wake() {
      clearTimeout(timer);
      if (mode === 'manual' || stopping.signal.aborted) return;
      const now = clock.now();
      const timed = outbox.waiting().filter((push) => push.dueAt !== null);
      for (const push of timed) if ((push.dueAt ?? now) <= now) void send(push);
      const next = Math.min(...timed.map(({ dueAt }) => dueAt ?? now).filter((due) => due > now));
      if (next === Infinity) return;
      timer = setTimeout(courier.wake, Math.min(next - now, LOOK_MS)).unref();
    },
    reset() {
      faults.clear();
      outbox.drop();
      outbox.clear();
      mode = 'auto';
    },
    async stop() {
      clearTimeout(timer);
      stopping.abort();
      await Promise.all(sending);
    },
  };
  return courier;
}
