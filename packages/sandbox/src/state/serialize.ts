import { randomUUID } from 'node:crypto';
import { withTiming } from '../google/calendar/sync/timings.ts';
import type { Calendar, State, StoredEvent } from './model.ts';

const VERSION = 1;

type FlatCalendar = Omit<Calendar, 'events'> & { events: StoredEvent[] };
type FlatState = Omit<State, 'accounts' | 'calendars'> & {
  version: number;
  accounts: State['accounts'] extends Map<string, infer A> ? A[] : never;
  calendars: FlatCalendar[];
};

export function serialize(state: State): string {
  const flat: FlatState = {
    ...state,
    version: VERSION,
    accounts: [...state.accounts.values()],
    calendars: [...state.calendars.values()].map((calendar) => ({
      ...calendar,
      events: [...calendar.events.values()],
    })),
  };
  return JSON.stringify(flat);
}

/** The inverse of `serialize`; undefined if another version wrote the text. */
export function deserialize(text: string): State | undefined {
  const flat: FlatState = JSON.parse(text);
  if (flat.version !== VERSION) return undefined;
  const { version: _version, accounts, calendars, ...rest } = flat;
  return {
    ...rest,
    // A file of an old version has no era, and no sync tokens that would need one.
    era: rest.era ?? randomUUID(),
    channels: rest.channels ?? [],
    accounts: new Map(accounts.map((account) => [account.email, account])),
    calendars: new Map(calendars.map((calendar) => [calendar.id, inflate(calendar)])),
  };
}

function inflate(calendar: FlatCalendar): Calendar {
  return {
    ...calendar,
    events: new Map(calendar.events.map((stored) => [stored.event.id, withTimings(stored)])),
  };
}

function withTimings(stored: StoredEvent): StoredEvent {
  const timings = stored.timings ?? withTiming([], stored.event, stored.change);
  return { ...stored, timings };
}
