import { describe, expect, it } from 'vitest';
import {
  type CalendarFacts,
  type ConnectionFacts,
  connectionStateOf,
  healthErrorOf,
} from './connection-state.ts';

const now = Date.parse('2026-01-26T12:00:00Z');
const hour = 3_600_000;
const connection: ConnectionFacts = {
  accountEmail: 'maya@example.com',
  tokenStatus: 'healthy',
  failingSince: null,
  disconnectedAt: null,
  lastHealthCheckAt: now,
  healthCheckError: null,
};
const calendar: CalendarFacts = {
  summary: 'Tours',
  isDefault: true,
  writable: true,
  lastSyncedAt: now,
  lastError: null,
  hasUnreadable: false,
};
const state = (
  one: Partial<ConnectionFacts>,
  other: Partial<CalendarFacts> = {},
  newTours: string | null = null,
) => connectionStateOf({ ...connection, ...one }, [{ ...calendar, ...other }], newTours, now);

describe('the advice about a connection [C4]', () => {
  it('is none if all is well', () => {
    expect(state({})).toEqual({ state: 'connected', tokenStatus: 'healthy', todo: null });
    expect(state({}, { lastSyncedAt: null })).toMatchObject({ state: 'syncing', todo: null });
  });

  it.each<[string, Partial<ConnectionFacts>, Partial<CalendarFacts>]>([
    ['Connect maya@example.com again', { disconnectedAt: now }, {}],
    ['was taken back', { tokenStatus: 'revoked' }, {}],
    ['more than a day', { tokenStatus: 'expired', failingSince: now - 30 * hour }, {}],
    ['just now', { tokenStatus: 'expiring', failingSince: now - hour }, {}],
    ['“Tours” could not be synced', {}, { lastError: 'Google answered 500' }],
    ['did not answer', { healthCheckError: 'Google answered 500' }, {}],
    ['“Tours” holds an event of which we cannot read when it is', {}, { hasUnreadable: true }],
    ['no longer write', {}, { writable: false }],
  ])('is to do something: %s', (words, one, other) => {
    const { state: told, todo } = state(one, other);
    expect(todo).toContain(words);
    expect(told).toBe(one.disconnectedAt ? 'not_connected' : 'error');
  });

  it.each(['revoked', 'expired'] as const)(
    'says what becomes of tours while it is %s',
    (tokenStatus) => {
      expect(state({ tokenStatus }).todo).toContain('will be written then');
      const elsewhere = state({ tokenStatus }, {}, '“Home” of maya@home.example');
      expect(elsewhere.todo).toContain('new tours go to “Home” of maya@home.example meanwhile');
      expect(elsewhere.todo).not.toContain('will be written then');
    },
  );

  it('no longer tells the last check’s error, once a calendar was synced since', () => {
    const failed = { lastHealthCheckAt: now - hour, healthCheckError: 'It did not answer.' };
    expect(state(failed)).toMatchObject({ state: 'connected', todo: null });
    expect(healthErrorOf({ ...connection, ...failed }, [calendar])).toBeNull();
    const before = { lastSyncedAt: now - 2 * hour };
    expect(state(failed, before).state).toBe('error');
    expect(healthErrorOf({ ...connection, ...failed }, [before])).toBe('It did not answer.');
  });

  it('calls a grant expired after a day of failures, also if nobody tries meanwhile', () => {
    const failing = { tokenStatus: 'expiring' as const, failingSince: now - 24 * hour };
    expect(state(failing).tokenStatus).toBe('expired');
  });
});
