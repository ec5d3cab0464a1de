import type { ChangeFeed } from '../../db/changes.ts';

export interface KeptAnswer {
  /** JSON. */
  body: string;
  /** Epoch ms at which time alone makes it wrong. */
  goodUntil: number;
  /** Ids of what it was computed from: the property, the profiles of its agents, and their calendars. */
  about: readonly string[];
}

interface Entry {
  /** Where the change feed stood before it was computed. */
  position: number;
  answer: Promise<KeptAnswer>;
  /** Absent while it is computed. */
  kept?: KeptAnswer;
  bytes: number;
}

/** Should an announcement be lost with its connection, nothing old lives longer. */
const oldestAnswerMs = 10_000;
/** What an entry costs beside its body, roughly. */
const overheadBytes = 500;

/**
 * Answers to questions asked before, as long as nothing they were computed from has changed; those who ask
 * the same at the same time share one computation.
 */
export class AnswerCache {
  readonly #entries = new Map<string, Entry>();
  readonly #changes: ChangeFeed;
  readonly #mostBytes: number;
  #bytes = 0;

  /** @param mostBytes of all bodies together; those computed longest ago go first. */
  constructor(changes: ChangeFeed, mostBytes = 64 * 1024 * 1024) {
    this.#changes = changes;
    this.#mostBytes = mostBytes;
  }

  /** What it holds, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  async answer(key: string, now: number, compute: () => Promise<KeptAnswer>): Promise<string> {
    const known = this.#entries.get(key);
    if (known && this.#isGood(known, now)) return (await known.answer).body;
    // Read before computing: a change in between makes the entry old at birth.
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

  // Of one that is still being computed nobody knows what it is about: then any change may concern it.
  #isGood({ kept, position }: Entry, now: number): boolean {
    if (!kept) return this.#changes.position() === position;
    return now < kept.goodUntil && !this.#changes.hasChanged(kept.about, position);
  }

  #keep(key: string, entry: Entry, kept: KeptAnswer): void {
    if (this.#entries.get(key) !== entry) return;
    entry.kept = kept;
    entry.bytes = overheadBytes + key.length + kept.body.length;
    this.#bytes += entry.bytes;
    // Maps keep the order of insertion: the first is the one computed longest ago.
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
