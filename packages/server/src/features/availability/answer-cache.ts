import type { ChangeFeed } from '../../db/changes.ts';

export interface KeptAnswer {
  /** JSON. */
  body: string;
  /** Epoch ms until which it is right if nothing changes. */
  goodUntil: number;
  /** The ids of what it depends on: the property, the profiles of its agents, and their calendars. */
  about: readonly string[];
}

interface Entry {
  /** The position of the change feed before the computation. */
  position: number;
  answer: Promise<KeptAnswer>;
  /** Absent during the computation. */
  kept?: KeptAnswer;
  bytes: number;
}

/** The longest life of an answer, in case an announcement is lost with its connection. */
const oldestAnswerMs = 10_000;
/** The rough size of an entry without its body. */
const overheadBytes = 500;

/**
 * Keeps answers while nothing that they depend on has changed. Simultaneous equal questions share one computation.
 */
export class AnswerCache {
  readonly #entries = new Map<string, Entry>();
  readonly #changes: ChangeFeed;
  readonly #mostBytes: number;
  #bytes = 0;

  /** @param mostBytes the limit for all entries together. Answers computed longest ago are dropped first. */
  constructor(changes: ChangeFeed, mostBytes = 64 * 1024 * 1024) {
    this.#changes = changes;
    this.#mostBytes = mostBytes;
  }

  /** The size of all entries, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  async answer(key: string, now: number, compute: () => Promise<KeptAnswer>): Promise<string> {
    const known = this.#entries.get(key);
    if (known && this.#isGood(known, now)) return (await known.answer).body;
    // The position is read before the computation: if a change comes meanwhile, the entry counts as old.
    const entry: Entry = { position: this.#changes.position(), answer: compute(), bytes: 0 };
    this.#drop(key);
    this.#entries.set(key, entry);
    try {
      const kept = await entry.answer;
      this.#keep(key, entry, {
        ...kept,
        goodUntil: Math.min(kept.goodUntil, now + oldestAnswerMs),
      });
      return kept.body;
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#drop(key);
      throw error;
    }
  }

  // During the computation it is unknown what the answer depends on, so any change may concern it.
  #isGood({ kept, position }: Entry, now: number): boolean {
    if (!kept) return this.#changes.position() === position;
    return now < kept.goodUntil && !this.#changes.hasChanged(kept.about, position);
  }

  #keep(key: string, entry: Entry, kept: KeptAnswer): void {
    if (this.#entries.get(key) !== entry) return;
    entry.kept = kept;
    entry.bytes = overheadBytes + key.length + kept.body.length;
    this.#bytes += entry.bytes;
    // A Map keeps the order of insertion, so the first entry was computed longest ago.
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}
