import type { HonoRequest } from 'hono';
import { createMiddleware } from 'hono/factory';
import { isoOf } from './clock.ts';
import { redact } from './request-log.ts';
import type { SandboxEnv, World } from './world.ts';

/** Logs every request to a provider after its answer. */
export function logRequests(world: World) {
  return createMiddleware<SandboxEnv>(async (c, next) => {
    const time = isoOf(world.clock.now());
    const body = await readBody(c.req.text(), c.req.header('content-type') ?? '');
    await next();
    world.requests.add({
      time,
      method: c.req.method,
      path: readablePath(c.req),
      query: redact(fields(new URL(c.req.url).searchParams)) as Record<string, string | string[]>,
      account: c.get('account') ?? null,
      status: c.res.headers.has('x-hono-already-sent') ? 0 : c.res.status,
      body: redact(body),
      fault: c.get('fault') ?? null,
    });
  });
}

async function readBody(reading: Promise<string>, type: string): Promise<unknown> {
  const text = await reading;
  if (text === '') return null;
  if (type.startsWith('application/x-www-form-urlencoded'))
    return fields(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function fields(params: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(params.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = params.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

/** A request's decoded path: `agent@example.com`, not `agent%40example.com`. */
export function readablePath(request: HonoRequest): string {
  try {
    return decodeURIComponent(request.path);
  } catch (error) {
    if (error instanceof URIError) return request.path;
    throw error;
  }
}
