import type { Push } from './push.ts';

const KEPT = 2000;

/** The pushes of this run: all that wait, and the latest of the others. */
export interface Outbox {
  add(push: Omit<Push, 'id'>): Push;
  list(): Push[];
  waiting(): Push[];
  /** Releases the messages that wait for another message of that channel. */
  release(sent: Push, now: number): void;
  /** Drops one waiting push, or all. @returns how many. */
  drop(id?: string): number;
  clear(): void;
}

export function createOutbox(): Outbox {
  let pushes: Push[] = [];
  let count = 0;
  return {
    add(push) {
      count += 1;
      const added = { ...push, id: `push-${count}` };
      pushes.push(added);
      if (pushes.length > KEPT) {
        const oldest = pushes.find(({ status }) => status !== 'waiting' && status !== 'sending');
        pushes = pushes.filter((one) => one !== oldest);
      }
      return added;
    },
    list: () => [...pushes],
    waiting: () => pushes.filter(({ status }) => status === 'waiting'),
    release(sent, now) {
      for (const push of pushes) {
        if (push !== sent && push.dueAt === null && push.channel === sent.channel) push.dueAt = now;
      }
    },
    drop(id) {
      const chosen = pushes.filter(
        (push) => push.status === 'waiting' && (id === undefined || push.id === id),
      );
      for (const push of chosen) push.status = 'dropped';
      return chosen.length;
    },
    clear() {
      pushes = [];
    },
  };
}
