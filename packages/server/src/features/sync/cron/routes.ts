import { createRoute } from '@hono/zod-openapi';
import { enqueuedSchema } from '@luma-leasing/types/calendar';
import type { Context } from '../../../context.ts';
import type { RouteDeps } from '../../../http/deps.ts';
import { operatorGuard } from '../../../http/operator-guard.ts';
import { answers } from '../../../http/responses.ts';
import { createRouter } from '../../../http/router.ts';
import { enqueueHealthChecks } from '../../calendars/check-health.ts';
import { enqueueOverdueAlerts } from '../../calendars/enqueue-overdue-alerts.ts';
import { enqueueChannelRenewals, enqueueDueSyncs } from '../due.ts';
import { enqueueUnwritten } from '../pending.ts';

interface Sweep {
  path: string;
  summary: string;
  run: (ctx: Context) => Promise<number>;
}

/** What otherwise runs by the server's own clock. Asked for too often, it finds nothing due, or its jobs fold. */
const sweeps: Sweep[] = [
  {
    path: '/calendar-health',
    summary: 'Looks at every connected account; every 6 hours',
    run: enqueueHealthChecks,
  },
  {
    path: '/calendar-alerts',
    summary: 'Alerts of calendars that have not synced for a day; hourly',
    run: enqueueOverdueAlerts,
  },
  {
    path: '/calendar-sync',
    summary: 'The poll: syncs every calendar not looked at for a while; every few minutes',
    run: enqueueDueSyncs,
  },
  {
    path: '/channel-renewals',
    summary: 'Renews push channels that end within two days; daily or more often',
    run: enqueueChannelRenewals,
  },
  {
    path: '/pending-tours',
    summary: 'Queues tours again that are not in their calendars yet; every few minutes',
    run: enqueueUnwritten,
  },
];

/** `/api/cron`: for hosts that let servers sleep, and wake them by their own clock [P6]. */
export function cronRoutes({ ctx }: RouteDeps) {
  const router = createRouter();
  router.use('*', operatorGuard(ctx.config));
  for (const { path, summary, run } of sweeps)
    for (const method of ['get', 'post'] as const)
      router.openapi(
        createRoute({
          method,
          path,
          summary,
          tags: ['Cron'],
          security: [{ operator: [] }],
          responses: answers(200, 'How many jobs were queued', enqueuedSchema, ['UNAUTHORIZED']),
        }),
        async (c) => {
          c.header('Cache-Control', 'no-store');
          return c.json({ success: true as const, enqueued: await run(ctx) }, 200);
        },
      );
  return router;
}
