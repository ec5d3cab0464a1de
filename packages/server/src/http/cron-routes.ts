import { createRoute } from '@hono/zod-openapi';
import { enqueuedSchema } from '@luma-leasing/types/calendar';
import type { Sweep } from '../jobs/sweep.ts';
import type { RouteDeps } from './deps.ts';
import { apiResponses } from './responses.ts';
import { createRouter } from './router.ts';
import { secretGuard } from './secret-guard.ts';

/** `/api/cron`: for hosts that let servers sleep, and wake them by their own clock [P6]. */
export function cronRoutes({ ctx, limits }: RouteDeps, sweeps: readonly Sweep[]) {
  const router = createRouter();
  router.use('*', secretGuard(ctx, limits, 'CRON_SECRET'));
  for (const { path, summary, run } of sweeps)
    for (const method of ['get', 'post'] as const)
      router.openapi(
        createRoute({
          method,
          path: `/${path}`,
          summary,
          tags: ['Cron'],
          security: [{ cron: [] }],
          responses: apiResponses(200, 'How many jobs were queued', enqueuedSchema, [
            'UNAUTHORIZED',
            'SECRET_NOT_SET',
          ]),
        }),
        async (c) => {
          c.header('Cache-Control', 'no-store');
          return c.json({ success: true as const, enqueued: await run(ctx) }, 200);
        },
      );
  return router;
}
