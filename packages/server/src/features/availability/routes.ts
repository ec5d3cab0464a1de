import { availabilityQuerySchema, availabilitySchema } from '@luma-leasing/types/availability';
import { createRoute } from '@hono/zod-openapi';
import type { RouteDeps } from '../../http/deps.ts';
import { keyGuard } from '../../http/key-guard.ts';
import { answers } from '../../http/responses.ts';
import { createRouter } from '../../http/router.ts';
import { resolveKey } from '../accounts/resolve-key.ts';
import { getAvailability } from './get-availability.ts';

const availability = createRoute({
  method: 'get',
  path: '/tours/availability',
  summary: 'Free tour times',
  description: 'Dates with at least one free time, and all times of those dates, free or not.',
  tags: ['Tours'],
  security: [{ apiKey: [] }],
  request: { query: availabilityQuerySchema },
  responses: answers(200, 'Free times; no dates when fully booked', availabilitySchema, [
    'MISSING_API_KEY',
    'INVALID_API_KEY',
    'ORIGIN_NOT_ALLOWED',
    'INVALID_REQUEST',
    'TOURS_DISABLED',
    'CALENDAR_NOT_CONNECTED',
    'CALENDAR_AUTH_EXPIRED',
    'CALENDAR_UNREACHABLE',
    'RATE_LIMITED',
  ]),
});

export function availabilityRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();
  router.use(
    availability.path,
    keyGuard((key, origin) => resolveKey(ctx, key, origin)),
  );
  router.openapi(availability, async (c) => {
    await limits.read(c.get('address'));
    c.header('Cache-Control', 'no-store');
    return c.json(await getAvailability(ctx, c.get('caller').scope, c.req.valid('query')), 200);
  });
  return router;
}
