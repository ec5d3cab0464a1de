import {
  availabilityQuerySchema,
  availabilitySchema,
  type AvailabilityQuery,
} from '@luma-leasing/types/availability';
import { createRoute } from '@hono/zod-openapi';
import type { RouteDeps } from '../../http/deps.ts';
import { keyGuard } from '../../http/key-guard.ts';
import { apiResponses, keyCodes } from '../../http/responses.ts';
import { createRouter, invalidRequest } from '../../http/router.ts';
import { resolveKey } from '../accounts/resolve-key.ts';
import { AnswerCache } from './answer-cache.ts';
import { getAvailability } from './get-availability.ts';
import { normalizeQuery } from './normalize-query.ts';

const availability = createRoute({
  method: 'get',
  path: '/tours/availability',
  summary: 'Free tour times',
  description: 'Dates with at least one free time, and all times of those dates, free or not.',
  tags: ['Tours'],
  security: [{ apiKey: [] }],
  request: { query: availabilityQuerySchema },
  responses: apiResponses(200, 'Free times; no dates when fully booked', availabilitySchema, [
    ...keyCodes,
    'INVALID_REQUEST',
    'TOURS_DISABLED',
    'CALENDAR_NOT_CONNECTED',
    'CALENDAR_AUTH_EXPIRED',
    'CALENDAR_UNREACHABLE',
  ]),
});

function readQuery(given: Record<string, string>): AvailabilityQuery {
  const parsed = availabilityQuerySchema.safeParse(given);
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}

export function availabilityRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();
  router.use(
    availability.path,
    keyGuard(limits, (key, origin) => resolveKey(ctx, key, origin)),
  );
  router.openAPIRegistry.registerPath(availability);
  const cache = new AnswerCache(ctx.changes);
  router.get(availability.path, async (c) => {
    const { unit } = c.get('caller');
    const now = ctx.clock.now();
    const query = normalizeQuery(readQuery(c.req.query()), now);
    const { from = '', days = '', tourType = '' } = query;
    const key = `${unit.scope.propertyId} ${from} ${days} ${tourType}`;
    const body = await cache.answer(key, now, () => getAvailability(unit, query));
    return c.body(body, 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  });
  return router;
}
