import type { Database } from './client.ts';

/**
 * Tells whether something has changed since it was read, on any server. The ids are those of properties (with
 * settings, agents, tours), profiles (with tours and calendars), and calendars (with all tours in them).
 */
export interface ChangeFeed {
  /** The last announcement that this process has heard. Read it before you compute what you want to keep. */
  position(): number;
  /** Whether this process has heard of a change to one of the ids after that position. */
  hasChanged(ids: readonly string[], position: number): boolean;
  /** Says at once what this process has committed; its readers need not wait for the announcement. */
  note(ids: readonly string[]): void;
  /** Starts to listen. Before that, everything counts as changed. */
  start(): Promise<void>;
}

/** The most ids that are remembered. Beyond, all are forgotten, and everything counts as changed once. */
const most = 100_000;

export function createChangeFeed(database: Database): ChangeFeed {
  let latestPosition = 0;
  /** The position at which each id was last announced. */
  const last = new Map<string, number>();
  // Announcements get lost while there is no connection. Positions before this one are unknown.
  let unknownUntil = Infinity;
  const forget = () => {
    last.clear();
    unknownUntil = ++latestPosition;
  };
  const note = (ids: readonly string[]) => {
    if (last.size > most) forget();
    latestPosition++;
    for (const id of ids) last.set(id, latestPosition);
  };
  return {
    position: () => latestPosition,
    hasChanged: (ids, position) =>
      position < unknownUntil || ids.some((id) => (last.get(id) ?? 0) > position),
    note,
    start: () => database.listen('luma_changed', (id) => note([id]), forget),
  };
}
