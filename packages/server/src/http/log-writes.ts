import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { Actor } from '../unit-of-work.ts';
import type { Log } from '../lib/log.ts';

/**
 * Leaves a line of each thing that the programs of somebody change [B6]: what they did, to what, and what became of it.
 * Links and keys that they got are in no line.
 */
export const logWrites = (log: Log, { role: actor, via }: Pick<Actor, 'role' | 'via'>) =>
  createMiddleware(async (c, next) => {
    await next();
    const { method, path } = c.req;
    if (method === 'GET' || !c.res.ok) return;
    const { change } = (await c.res.clone().json()) as { change?: string };
    const [did, whom] = [`${method} ${routePath(c, -1)}`, decodeURIComponent(path)];
    log.info({ actor, via, did, whom, change }, 'administration');
  });
