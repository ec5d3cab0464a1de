import type { ErrorBody } from '@luma-leasing/types/errors';
import type { Outcome } from '../flow/state.ts';

interface Answer {
  success: boolean;
}

const isAnswer = (body: unknown): body is Answer =>
  typeof body === 'object' && body !== null && 'success' in body;

/** One question to the server. Never throws: whatever is not an answer of ours counts as unreachable. */
export async function ask<T>(
  url: string,
  init: RequestInit,
  timeoutMs: number,
): Promise<Outcome<T>> {
  const body = await fetchJson(url, init, timeoutMs);
  if (!isAnswer(body)) return { ok: false, problem: { kind: 'unreachable' } };
  // The contract is the server's promise; checking it again would cost the page more than it saves.
  if (body.success) return { ok: true, value: body as T };
  const { error } = body as ErrorBody;
  return { ok: false, problem: { kind: 'refused', ...error } };
}

async function fetchJson(url: string, init: RequestInit, timeoutMs: number): Promise<unknown> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...init, credentials: 'omit', signal });
    return await response.json();
  } catch {
    // Offline, timed out, or a proxy's page in place of JSON: all the same to the visitor.
    return null;
  }
}
