import type { Database } from './client.ts';

/**
 * Tells whether something has changed since it was read, on any server. What changes is named by its id: a property
 * (its hours, settings, agents, its tours), a profile (an agent's tours and calendars) or a calendar (the tours that go there,
 * whoever gives them).
 */
export interface ChangeFeed {
  /** How far this process has heard; read before what is to be kept is computed. */
  position(): number;
  /** Whether any of these changed after that position, as far as this process has heard. */
  hasChanged(ids: readonly string[], position: number): boolean;
  /** This process has just committed a change: nobody here need wait for the announcement. */
  note(ids: readonly string[]): void;
  /** Until it listens, everything counts as changed. */
  start(): Promise<void>;
}

/** So many ids are remembered; past that, all is forgotten and everything counts as changed once. */
const most = 100_000;

export function createChangeFeed(database: Database): ChangeFeed {
  let heard = 0;
  /** The position at which each id was last announced. */
  const last = new Map<string, number>();
  // Announcements may have been missed while there was no connection.
  let unknownUntil = Infinity;
  const forget = () => {
    last.clear();
    unknownUntil = ++heard;
  };
  const note = (ids: readonly string[]) => {
    if (last.size > most) forget();
    heard++;
    for (const id of ids) last.set(id, heard);
  };
  return {
    position: () => heard,
    hasChanged: (ids, position) =>
      position < unknownUntil || ids.some((id) => (last.get(id) ?? 0) > position),
    note,
    start: () => database.listen('luma_changed', (id) => note([id]), forget),
  };
}
