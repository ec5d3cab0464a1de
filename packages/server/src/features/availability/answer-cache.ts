import type { ChangeFeed } from '../../db/changes.ts';
import type { TenantScope } from '../../db/scope.ts';

export interface KeptAnswer {
  /** JSON. */
  body: string;
  /** Epoch ms at which time alone makes it wrong. */
  goodUntil: number;
}

interface Entry {
  version: string;
  answer: Promise<KeptAnswer>;
  /** Absent while it is computed. */
  goodUntil?: number;
}

/** Should an announcement be lost with its connection, nothing old lives longer. */
const oldestMs = 10_000;
const most = 5_000;

/**
 * Answers to questions asked before, as long as nothing they were computed from has changed; those who ask
 * the same at the same time share one computation.
 */
export class AnswerCache {
  readonly #entries = new Map<string, Entry>();
  readonly #changes: ChangeFeed;

  constructor(changes: ChangeFeed) {
    this.#changes = changes;
  }

  async answer(
    scope: TenantScope,
    question: string,
    now: number,
    compute: () => Promise<KeptAnswer>,
  ): Promise<string> {
    const key = `${scope.propertyId} ${question}`;
    // Read before computing: a change in between makes the entry old at birth.
    const version = this.#changes.versionOf(scope);
    const known = this.#entries.get(key);
    if (known?.version === version && now < (known.goodUntil ?? Infinity))
      return (await known.answer).body;
    const entry: Entry = { version, answer: compute() };
    this.#keep(key, entry);
    try {
      const { body, goodUntil } = await entry.answer;
      entry.goodUntil = Math.min(goodUntil, now + oldestMs);
      return body;
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }

  // Maps keep the order of insertion: the first is the one computed longest ago.
  #keep(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > most) this.#entries.delete(this.#entries.keys().next().value!);
  }
}
