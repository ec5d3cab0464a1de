import { randomUUID } from 'node:crypto';
import { createAccount } from '../google/accounts.ts';
import type { State } from './model.ts';

/** A new sandbox: two agents with empty calendars, and no grants. */
export function initialState(now: number): State {
  const state: State = {
    era: randomUUID(),
    clockOffsetMs: 0,
    accounts: new Map(),
    calendars: new Map(),
    grants: [],
    refreshTokens: [],
    accessTokens: [],
    codes: [],
    channels: [],
    mail: [],
  };
  for (const email of ['agent@example.com', 'agent2@example.com']) {
    createAccount(state, email, now);
  }
  return state;
}
