import type { OpenAPIHono } from '@hono/zod-openapi';
import { sql } from 'drizzle-orm';
import { raceSignal } from '../lib/waiting.ts';
import type { RouteDeps } from './deps.ts';
import type { AppEnv } from './router.ts';
import { secretGuard } from './secret-guard.ts';

/**
 * `/healthz`: the process runs. `/readyz`: it can answer requests. `/metrics`: for Prometheus, if a token is set.
 * @param measure updates the figures that are counted only when `/metrics` is read.
 */
export function mountHealth(
  app: OpenAPIHono<AppEnv>,
  { ctx, limits }: Pick<RouteDeps, 'ctx' | 'limits'>,
  isStopping: () => boolean,
  measure: () => Promise<void>,
) {
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    if (isStopping()) return c.json({ status: 'stopping' }, 503);
    try {
      const ask = async () => ctx.db.execute(sql`select 1`);
      await raceSignal(AbortSignal.timeout(2_000), ask());
      return c.json({ status: 'ok', database: 'ok' });
    } catch (err) {
      ctx.log.error({ err }, 'not ready');
      return c.json({ status: 'unavailable', database: 'unreachable' }, 503);
    }
  });
  if (!ctx.config.METRICS_TOKEN) return;
  app.get('/metrics', secretGuard(ctx, limits, 'METRICS_TOKEN'), async (c) => {
    const { registry } = ctx.metrics;
    // The process's own figures are shown even if the database is away.
    await measure().catch((err: unknown) => ctx.log.warn({ err }, 'figures could not be counted'));
    return c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType });
  });
}
