import { createRoute, z } from '@hono/zod-openapi';
import {
  phoneTourSchema,
  reassignSchema,
  staffRescheduleSchema,
  staffTourAnswerSchema,
  tourPageSchema,
  toursPageSchema,
  toursQuerySchema,
} from '@luma-leasing/types/dashboard';
import type { ErrorCode } from '@luma-leasing/types/errors';
import type { TenantScope } from '../../../db/scope.ts';
import type { RouteDeps } from '../../../http/deps.ts';
import { answers, bodyCodes, sessionCodes } from '../../../http/responses.ts';
import { createRouter } from '../../../http/router.ts';
import { cancelTour } from '../cancel-tour.ts';
import { markNoShow } from '../mark-no-show.ts';
import { byTeam, getTourPage, scopeOfTour, staffTour } from './find-tour.ts';
import { listTours } from './list-tours.ts';
import { reassignTour } from './reassign.ts';
import { rescheduleForTeam } from './reschedule.ts';
import { takePhoneTour } from './take-phone-tour.ts';

const shared = { tags: ['Dashboard: tours'], security: [{ session: [] }] };
const params = z.object({ id: z.string() });
const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});
const seen: ErrorCode[] = [...sessionCodes, 'NOT_FOUND'];
const offered: ErrorCode[] = [
  'TOURS_DISABLED',
  'SLOT_NOT_OFFERED',
  'SLOT_TAKEN',
  'CALENDAR_NOT_CONNECTED',
  'CALENDAR_AUTH_EXPIRED',
];

const list = createRoute({
  ...shared,
  method: 'get',
  path: '/tours',
  summary: 'A property’s tours, by their start; an agent sees their own',
  request: { query: toursQuerySchema },
  responses: answers(200, 'A page of tours', toursPageSchema, [...seen, 'INVALID_REQUEST']),
});

const take = createRoute({
  ...shared,
  method: 'post',
  path: '/tours',
  summary: 'Book a tour for somebody who called',
  request: { body: body(phoneTourSchema) },
  responses: answers(201, 'Booked', staffTourAnswerSchema, [
    ...seen,
    ...bodyCodes,
    ...offered,
    'TOUR_EXISTS',
  ]),
});

const page = createRoute({
  ...shared,
  method: 'get',
  path: '/tours/{id}',
  summary: 'A tour, with all that happened to it',
  request: { params },
  responses: answers(200, 'The tour', tourPageSchema, seen),
});

const change = <Path extends string>(path: Path, summary: string, codes: ErrorCode[] = []) =>
  ({
    ...shared,
    method: 'post',
    path: `/tours/{id}/${path}`,
    summary,
    responses: answers(200, 'The tour as it is now', staffTourAnswerSchema, [
      ...seen,
      'TOUR_NOT_CHANGEABLE',
      ...codes,
    ]),
  }) as const;

const cancel = createRoute({
  ...change('cancel', 'Cancel a tour; the prospect is told'),
  request: { params },
});
const noShow = createRoute({
  ...change('no-show', 'Nobody came'),
  request: { params },
});
const reschedule = createRoute({
  ...change('reschedule', 'Move a tour; the prospect is told', [...bodyCodes, ...offered]),
  request: { params, body: body(staffRescheduleSchema) },
});
const reassign = createRoute({
  ...change('reassign', 'Give a tour to another agent; the prospect is told', [
    ...bodyCodes,
    'SLOT_TAKEN',
  ]),
  request: { params, body: body(reassignSchema) },
});

/** `/api/dashboard/tours`: what the leasing team does with tours [M3]. */
export function staffTourRoutes({ ctx, session }: RouteDeps) {
  const router = createRouter();
  const now = async (scope: TenantScope, id: string) => ({
    success: true as const,
    tour: await staffTour(ctx, scope, id),
  });
  router.use('/tours/*', session);

  router.openapi(list, async (c) =>
    c.json(await listTours(ctx, c.get('member'), c.req.valid('query')), 200),
  );
  router.openapi(take, async (c) => {
    const tour = await takePhoneTour(ctx, c.get('member'), c.req.valid('json'));
    return c.json({ success: true as const, tour }, 201);
  });
  router.openapi(page, async (c) =>
    c.json(await getTourPage(ctx, c.get('member'), c.req.valid('param').id), 200),
  );
  router.openapi(cancel, async (c) => {
    const { id } = c.req.valid('param');
    const scope = await scopeOfTour(ctx, c.get('member'), id);
    await cancelTour(ctx, scope, id, byTeam);
    return c.json(await now(scope, id), 200);
  });
  router.openapi(noShow, async (c) => {
    const { id } = c.req.valid('param');
    const scope = await scopeOfTour(ctx, c.get('member'), id);
    await markNoShow(ctx, scope, id, byTeam);
    return c.json(await now(scope, id), 200);
  });
  router.openapi(reschedule, async (c) => {
    const { id } = c.req.valid('param');
    const scope = await rescheduleForTeam(ctx, c.get('member'), id, c.req.valid('json'));
    return c.json(await now(scope, id), 200);
  });
  router.openapi(reassign, async (c) => {
    const { id } = c.req.valid('param');
    const scope = await reassignTour(ctx, c.get('member'), id, c.req.valid('json'));
    return c.json(await now(scope, id), 200);
  });
  return router;
}
