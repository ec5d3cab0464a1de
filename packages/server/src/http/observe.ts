import { randomUUID } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { Context } from '../context.ts';
import { clientAddress } from './client-address.ts';
import type { AppEnv } from './router.ts';

/** Gives every request an id and an address; measures it, and logs its route, but never its parameters. */
export const observeRequests = (ctx: Context) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const began = performance.now();
    const given = c.req.header('X-Request-Id') ?? '';
    const requestId = /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    c.set('requestId', requestId);
    c.set('address', clientAddress(addressOf(c, ctx.config.TRUST_PROXY)));
    c.header('X-Request-Id', requestId);
    await next();
    const route = routePath(c, -1);
    const seconds = (performance.now() - began) / 1000;
    const { method } = c.req;
    const { status } = c.res;
    ctx.metrics.http.observe({ method, route, status }, seconds);
    ctx.log.debug({ requestId, method, route, status, ms: Math.round(seconds * 1000) }, 'request');
  });

// Anyone can write X-Forwarded-For. It counts only if the operator says that a proxy writes it.
function addressOf(c: Parameters<typeof getConnInfo>[0], trustProxy: boolean): string {
  const forwarded = c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim();
  if (trustProxy && forwarded) return forwarded;
  // There is no socket if `app.request` calls the app.
  return 'incoming' in (c.env ?? {}) ? (getConnInfo(c).remote.address ?? 'unknown') : 'unknown';
}
