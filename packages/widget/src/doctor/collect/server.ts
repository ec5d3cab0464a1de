import type { Reply, ServerFacts } from '../facts.ts';

const timeoutMs = 10_000;

/** Asks as the widget does, but never the browser's cache. */
export async function askServer(base: string, key: string): Promise<ServerFacts> {
  const ask = (path: string) => request(`${base}/api/lumaleasing/${path}`, key);
  const before = Date.now();
  const { reply: config, headers } = await ask('config');
  const now = (before + Date.now()) / 2;
  const date = Date.parse(headers?.get('Date') ?? '');
  return {
    base,
    key,
    config,
    availability: config.kind === 'ok' ? (await ask('tours/availability')).reply : null,
    alive: config.kind !== 'unreachable' || (await isAlive(base)),
    version: headers?.get('X-Luma-Version') ?? null,
    // The header has whole seconds.
    skewMs: Number.isNaN(date) ? null : now - (date + 500),
  };
}

async function request(
  url: string,
  key: string,
): Promise<{ reply: Reply; headers: Headers | null }> {
  try {
    const response = await fetch(url, {
      headers: key ? { 'X-API-Key': key } : {},
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body: unknown = await response.json().catch(() => null);
    return { reply: replyOf(response.status, body), headers: response.headers };
  } catch {
    return { reply: { kind: 'unreachable' }, headers: null };
  }
}

function replyOf(status: number, body: unknown): Reply {
  const answer = body as { success?: boolean; error?: { code?: unknown } } | null;
  if (answer?.success === true) return { kind: 'ok', body: answer };
  const code = answer?.success === false ? answer.error?.code : undefined;
  return typeof code === 'string' ? { kind: 'refused', code } : { kind: 'foreign', status };
}

/** Whether anything answers: without CORS the answer cannot be read, but an error tells that there is none. */
async function isAlive(base: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    await fetch(`${base}/healthz`, { mode: 'no-cors', cache: 'no-store', signal });
    return true;
  } catch {
    return false;
  }
}
