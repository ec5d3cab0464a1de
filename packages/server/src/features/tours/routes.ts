import { type Booked, bookedSchema, bookTourSchema } from '@luma-leasing/types/tour';
import { createRoute } from '@hono/zod-openapi';
import type { RouteDeps } from '../../http/deps.ts';
import { answerOnce, askedWithKey } from '../../http/idempotency.ts';
import { keyGuard } from '../../http/key-guard.ts';
import {
  apiResponses,
  bodyCodes,
  idempotencyCodes,
  idempotencyHeaders,
  keyCodes,
} from '../../http/responses.ts';
import { createRouter } from '../../http/router.ts';
import { resolveKey } from '../accounts/resolve-key.ts';
import { writerOf } from '../leads/identity.ts';
import { bookTour } from './booking/book-tour.ts';

const book = createRoute({
  method: 'post',
  path: '/tours',
  summary: 'Book a tour',
  tags: ['Tours'],
  security: [{ apiKey: [] }],
  request: {
    headers: idempotencyHeaders,
    body: { content: { 'application/json': { schema: bookTourSchema } }, required: true },
  },
  responses: apiResponses(201, 'Booked', bookedSchema, [
    ...keyCodes,
    ...bodyCodes,
    'TOURS_DISABLED',
    'SLOT_NOT_OFFERED',
    'SLOT_TAKEN',
    'TOUR_EXISTS',
    ...idempotencyCodes,
    'CALENDAR_NOT_CONNECTED',
    'CALENDAR_AUTH_EXPIRED',
  ]),
});

export function tourRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();
  router.use(
    book.path,
    keyGuard(limits, (key, origin) => resolveKey(ctx, key, origin)),
  );
  router.openapi(book, async (c) => {
    const caller = c.get('caller');
    const body = c.req.valid('json');
    const key = c.req.valid('header')['idempotency-key'];
    const answer = await answerOnce<Booked>(
      { ...askedWithKey(caller, 'tours'), key, body },
      (unit) =>
        limits.limitBooking(writerOf(caller, c.get('address'), body), (mayInvite) =>
          bookTour(unit, body, mayInvite),
        ),
    );
    return c.json(answer, 201);
  });
  return router;
}
