import type { ErrorBody } from '@luma-leasing/types/errors';
import type { Attempt, Outcome } from '../flow/state.ts';
import { jsonOf } from '../lib/json.ts';
import { withRetries, type RetryOptions } from './retry.ts';

/** Paths are those of `packages/types`. */
export interface Api {
  get<Answer>(path: string): Promise<Outcome<Answer>>;
  /** @param onSlow called before each further try. */
  post<Answer>(
    path: string,
    attempt: Attempt<unknown>,
    onSlow?: () => void,
    retryOptions?: Partial<RetryOptions>,
  ): Promise<Outcome<Answer>>;
}

export function createApi({ base, key }: { base: string; key: string }): Api {
  const root = `${base.replace(/\/+$/, '')}/api/lumaleasing/`;
  const headers = { 'X-API-Key': key };
  return {
    get: (path) => withRetries((timeout) => sendRequest(root + path, { headers }, timeout)),
    post: (path, attempt, onSlow, retryOptions) => {
      const init = {
        method: 'POST',
        headers: {
          ...headers,
          'Content-Type': 'application/json',
          'Idempotency-Key': attempt.key,
        },
        body: jsonOf(attempt.body),
        // The request goes on when the visitor leaves the page.
        keepalive: true,
      };
      return withRetries(
        (timeout) => sendRequest(root + path, init, timeout),
        retryOptions,
        onSlow,
      );
    },
  };
}

const isAnswer = (body: unknown): body is { success: boolean } =>
  typeof body === 'object' && body !== null && 'success' in body;

/** Never throws: anything but an answer of our API counts as unreachable. */
async function sendRequest<T>(
  url: string,
  init: RequestInit,
  timeoutMs: number,
): Promise<Outcome<T>> {
  const body = await fetchJson(url, init, timeoutMs);
  if (!isAnswer(body)) return { ok: false, problem: { kind: 'unreachable' } };
  // The answer is not validated: the server keeps the contract, and a validator would cost bytes.
  if (body.success) return { ok: true, value: body as T };
  const { error } = body as ErrorBody;
  return { ok: false, problem: { kind: 'refused', ...error } };
}

/** Null: no answer came, or it is not JSON. */
async function fetchJson(url: string, init: RequestInit, timeoutMs: number): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs);
  for (const getFetch of [() => fetch, browserFetch])
    try {
      const response = await getFetch()(url, { ...init, credentials: 'omit', signal });
      return await response.json();
    } catch {
      if (signal.aborted || /native code/.test(String(fetch))) break;
    }
  return null;
}

let frame: HTMLIFrameElement | undefined;

/** The browser's own `fetch`: the page's may have been replaced by one that cannot send our requests. */
function browserFetch(): typeof fetch {
  if (!frame?.isConnected) frame = document.head.appendChild(document.createElement('iframe'));
  return frame.contentWindow!.fetch;
}
