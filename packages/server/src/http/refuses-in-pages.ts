import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv, RefusalWords } from './router.ts';

/** Whether a browser asks: of addresses that answer programs, too. */
export const wantsPage = (c: Context): boolean =>
  (c.req.header('Accept') ?? '').includes('text/html');

/** Where people come by a link, every refusal is a page: also a limit, or a fault of ours. */
export const refusesInPages = (words: RefusalWords, when: (c: Context) => boolean = () => true) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (when(c)) c.set('refusalWords', words);
    await next();
  });
