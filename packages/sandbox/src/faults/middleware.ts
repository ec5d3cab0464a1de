import { setTimeout as delay } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { createMiddleware } from 'hono/factory';
import { errorBody } from '../google/errors.ts';
import { readablePath } from '../log-requests.ts';
import type { SandboxEnv, World } from '../world.ts';
import type { FaultOrder } from './fault.ts';

/** Applies the ordered faults to requests to the providers. */
export function applyFaults(world: World) {
  return createMiddleware<SandboxEnv>(async (c, next) => {
    const fault = world.faults.take({
      method: c.req.method,
      path: readablePath(c.req),
      query: new URL(c.req.url).search,
    });
    if (fault === undefined) return next();
    c.set('fault', fault.id);
    const { delayMs, held, status, loseAnswer, freebusyErrors } = fault.effect;
    if (delayMs !== undefined) await delay(delayMs);
    if (held === true) await world.faults.deleted(fault.id);
    if (fault.effect.missDuplicate === true) c.set('missDuplicate', true);
    if (fault.effect.rotateToken === true) c.set('rotateToken', true);
    if (fault.effect.pageSize !== undefined) c.set('pageSize', fault.effect.pageSize);
    if (freebusyErrors !== undefined) c.set('freebusyErrors', freebusyErrors);
    // A status without loseAnswer means that the provider did nothing.
    if (status !== undefined && loseAnswer !== true)
      return refusal(fault, status, c.req.path, world.clock.now());
    await next();
    if (loseAnswer === true) {
      c.env.incoming.socket.destroy();
      c.res = RESPONSE_ALREADY_SENT;
    } else if (fault.effect.body !== undefined) {
      c.res = Response.json(fault.effect.body);
    }
    return undefined;
  });
}

function refusal(fault: FaultOrder, status: number, path: string, now: number): Response {
  const { reason, message, body } = fault.effect;
  const headers = retryAfter(fault.effect, now);
  return Response.json(body ?? usualBody(status, reason, message, path), { status, headers });
}

function retryAfter(
  { retryAfterSeconds, retryAfterAsDate }: FaultOrder['effect'],
  now: number,
): Record<string, string> {
  if (retryAfterSeconds === undefined) return {};
  if (!retryAfterAsDate) return { 'Retry-After': String(retryAfterSeconds) };
  const date = (ms: number) => new Date(ms).toUTCString();
  return { Date: date(now), 'Retry-After': date(now + retryAfterSeconds * 1000) };
}

/** Google's OAuth endpoints and its APIs have different error bodies. */
function usualBody(
  status: number,
  reason: string | undefined,
  message: string | undefined,
  path: string,
) {
  if (path === '/token' || path === '/revoke') {
    return {
      error: reason ?? (status >= 500 ? 'internal_failure' : 'invalid_request'),
      error_description: message ?? 'A fault ordered from the sandbox.',
    };
  }
  const fallback = DEFAULT_REASONS[status] ?? (status >= 500 ? 'backendError' : 'badRequest');
  return errorBody({ code: status, reason: reason ?? fallback, message });
}

const DEFAULT_REASONS: Record<number, string> = {
  401: 'authError',
  403: 'forbidden',
  404: 'notFound',
  409: 'duplicate',
  410: 'deleted',
  412: 'conditionNotMet',
  429: 'rateLimitExceeded',
};
