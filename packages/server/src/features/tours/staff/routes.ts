import { createRoute, z } from '@hono/zod-openapi';
import {
  phoneTourSchema,
  reassignSchema,
  staffRescheduleSchema,
  staffTourAnswerSchema,
  tourPageSchema,
  toursPageSchema,
  toursQuerySchema,
  type StaffTourAnswer,
} from '@luma-leasing/types/dashboard';
import type { ErrorCode } from '@luma-leasing/types/errors';
import type { Context } from 'hono';
import type { TenantScope } from '../../../db/scope.ts';
import type { RouteDeps } from '../../../http/deps.ts';
import { answerOnce, askedBy } from '../../../http/idempotency.ts';
import {
  answers,
  bodyCodes,
  onceCodes,
  onceHeaders,
  sessionCodes,
} from '../../../http/responses.ts';
import { createRouter, type AppEnv } from '../../../http/router.ts';
import { scopeFor } from '../../accounts/scope-for.ts';
import { cancelTour } from '../cancel-tour.ts';
import { markNoShow } from '../mark-no-show.ts';
import { byTeam, getTourPage, scopeOfTour, tourAnswer } from './find-tour.ts';
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
  request: { headers: onceHeaders, body: body(phoneTourSchema) },
  responses: answers(201, 'Booked', staffTourAnswerSchema, [
    ...seen,
    ...onceCodes,
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

const changing = <Path extends string>(path: Path, summary: string, codes: ErrorCode[] = []) =>
  ({
    ...shared,
    method: 'post',
    path: `/tours/{id}/${path}`,
    summary,
    responses: answers(200, 'The tour as it is now', staffTourAnswerSchema, [
      ...seen,
      ...onceCodes,
      'INVALID_REQUEST',
      'TOUR_NOT_CHANGEABLE',
      ...codes,
    ]),
  }) as const;

const cancel = createRoute({
  ...changing('cancel', 'Cancel a tour; the prospect is told'),
  request: { headers: onceHeaders, params },
});
const noShow = createRoute({
  ...changing('no-show', 'Nobody came'),
  request: { headers: onceHeaders, params },
});
const reschedule = createRoute({
  ...changing('reschedule', 'Move a tour; the prospect is told', [...bodyCodes, ...offered]),
  request: { headers: onceHeaders, params, body: body(staffRescheduleSchema) },
});
const reassign = createRoute({
  ...changing('reassign', 'Give a tour to another agent; the prospect is told', [
    ...bodyCodes,
    'SLOT_TAKEN',
  ]),
  request: { headers: onceHeaders, params, body: body(reassignSchema) },
});

/** `/api/dashboard/tours`: what the leasing team does with tours [M3]. */
export function staffTourRoutes({ ctx, session }: RouteDeps) {
  const router = createRouter();
  router.use('/tours/*', session);

  /** What a member does to one tour, once. */
  const change = async (
    c: Context<AppEnv>,
    { what, id, input }: { what: string; id: string; input?: object },
    act: (scope: TenantScope) => Promise<void>,
  ): Promise<StaffTourAnswer> => {
    const member = c.get('member');
    const scope = await scopeOfTour(ctx, member, id);
    const key = c.req.header('idempotency-key');
    const request = { ...askedBy(member, scope, what), key, body: { id, ...input } };
    return answerOnce<StaffTourAnswer>(ctx, request, async (keep) => {
      await act(scope);
      return tourAnswer(ctx, scope, id, keep);
    });
  };

  router.openapi(list, async (c) =>
    c.json(await listTours(ctx, c.get('member'), c.req.valid('query')), 200),
  );
  router.openapi(take, async (c) => {
    const [member, input] = [c.get('member'), c.req.valid('json')];
    const scope = await scopeFor(ctx, member, input.property);
    const key = c.req.header('idempotency-key');
    const answer = await answerOnce<StaffTourAnswer>(
      ctx,
      { ...askedBy(member, scope, 'phone tour'), key, body: input },
      (keep) => takePhoneTour(ctx, member, scope, input, keep),
    );
    return c.json(answer, 201);
  });
  router.openapi(page, async (c) =>
    c.json(await getTourPage(ctx, c.get('member'), c.req.valid('param').id), 200),
  );
  router.openapi(cancel, async (c) => {
    const { id } = c.req.valid('param');
    const done = change(c, { what: 'cancel', id }, (scope) => cancelTour(ctx, scope, id, byTeam));
    return c.json(await done, 200);
  });
  router.openapi(noShow, async (c) => {
    const { id } = c.req.valid('param');
    const done = change(c, { what: 'no-show', id }, (scope) => markNoShow(ctx, scope, id, byTeam));
    return c.json(await done, 200);
  });
  router.openapi(reschedule, async (c) => {
    const [{ id }, input] = [c.req.valid('param'), c.req.valid('json')];
    const done = change(c, { what: 'reschedule', id, input }, (scope) =>
      rescheduleForTeam(ctx, c.get('member'), scope, id, input),
    );
    return c.json(await done, 200);
  });
  router.openapi(reassign, async (c) => {
    const [{ id }, input] = [c.req.valid('param'), c.req.valid('json')];
    const done = change(c, { what: 'reassign', id, input }, (scope) =>
      reassignTour(ctx, c.get('member'), scope, id, input),
    );
    return c.json(await done, 200);
  });
  return router;
}
