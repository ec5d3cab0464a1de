import { describe, expect, it } from 'vitest';
import { stateOf, type CalendarFacts, type ConnectionFacts } from './connection-state.ts';

const now = Date.parse('2026-01-26T12:00:00Z');
const hour = 3_600_000;
const connection: ConnectionFacts = {
  accountEmail: 'maya@example.com',
  tokenStatus: 'healthy',
  failingSince: null,
  disconnectedAt: null,
  healthCheckError: null,
};
const calendar: CalendarFacts = {
  summary: 'Tours',
  isDefault: true,
  writable: true,
  lastSyncedAt: now,
  lastError: null,
};
const state = (one: Partial<ConnectionFacts>, other: Partial<CalendarFacts> = {}) =>
  stateOf({ ...connection, ...one }, [{ ...calendar, ...other }], now);

describe('what a manager is told of a connection [C4]', () => {
  it('is nothing while all is well', () => {
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
    ['no longer write', {}, { writable: false }],
  ])('is to do something: %s', (words, one, other) => {
    const { state: told, todo } = state(one, other);
    expect(todo).toContain(words);
    expect(told).toBe(one.disconnectedAt ? 'not_connected' : 'error');
  });

  it('lets failures age while nobody tries', () => {
    const failing = { tokenStatus: 'expiring' as const, failingSince: now - 24 * hour };
    expect(state(failing).tokenStatus).toBe('expired');
  });
});
