import type { Attempt, Outcome } from '../flow/state.ts';
import { ask } from './request.ts';
import { persist, type Patience } from './retry.ts';

/** The paths are those of `packages/types`; what they answer is said where they are asked. */
export interface Api {
  get<Answer>(path: string): Promise<Outcome<Answer>>;
  /** @param onSlow told before every further try. */
  post<Answer>(
    path: string,
    attempt: Attempt<unknown>,
    onSlow?: () => void,
    patience?: Partial<Patience>,
  ): Promise<Outcome<Answer>>;
}

export function createApi({ base, key }: { base: string; key: string }): Api {
  const root = `${base.replace(/\/+$/, '')}/api/lumaleasing/`;
  const headers = { 'X-API-Key': key };
  return {
    get: (path) => persist((timeout) => ask(root + path, { headers }, timeout)),
    post: (path, attempt, onSlow, patience) => {
      const init = {
        method: 'POST',
        headers: {
          ...headers,
          'Content-Type': 'application/json',
          'Idempotency-Key': attempt.key,
        },
        body: JSON.stringify(attempt.body),
        // A page left in mid-submission must not lose it.
        keepalive: true,
      };
      return persist((timeout) => ask(root + path, init, timeout), patience, onSlow);
    },
  };
}
