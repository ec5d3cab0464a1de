import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv, RefusalWords } from './router.ts';

/** Whether a browser wants a page: some addresses answer programs, too. */
export const wantsPage = (c: Context): boolean =>
  (c.req.header('Accept') ?? '').includes('text/html');

/**
 * Middleware for pages that people reach by a link: every refusal is a page, also that of a limit, or a fault of
 * ours.
 */
export const refusesInPages = (words: RefusalWords, when: (c: Context) => boolean = () => true) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (when(c)) c.set('refusalWords', words);
    await next();
  });
