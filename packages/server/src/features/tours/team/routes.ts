import { createRoute, z } from '@hono/zod-openapi';
import {
  phoneTourSchema,
  reassignSchema,
  teamRescheduleSchema,
  type TeamTourAnswer,
  teamTourAnswerSchema,
  tourPageSchema,
  toursPageSchema,
  toursQuerySchema,
} from '@luma-leasing/types/dashboard';
import type { ErrorCode } from '@luma-leasing/types/errors';
import type { Context } from 'hono';
import type { RouteDeps } from '../../../http/deps.ts';
import { answerOnce, askedByMember, keepAnswer } from '../../../http/idempotency.ts';
import {
  apiResponses,
  bodyCodes,
  idempotencyCodes,
  idempotencyHeaders,
  sessionCodes,
} from '../../../http/responses.ts';
import { type AppEnv, createRouter } from '../../../http/router.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { unitAtProperty } from '../../accounts/unit-of-member.ts';
import { cancelTour } from '../changing/cancel-tour.ts';
import { markNoShow } from '../changing/mark-no-show.ts';
import { getTourPage, teamTour, unitOfTour } from './find-tour.ts';
import { listTours } from './list-tours.ts';
import { reassignTour } from './reassign.ts';
import { rescheduleForTeam } from './reschedule.ts';
import { takePhoneTour } from './take-phone-tour.ts';
import type { Booked } from '@luma-leasing/types/tour';

const shared = { tags: ['Dashboard: tours'], security: [{ session: [] }] };
const params = z.object({ id: z.string() });
const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});
const readCodes: ErrorCode[] = [...sessionCodes, 'NOT_FOUND'];
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
  responses: apiResponses(200, 'A page of tours', toursPageSchema, [
    ...readCodes,
    'INVALID_REQUEST',
  ]),
});

const take = createRoute({
  ...shared,
  method: 'post',
  path: '/tours',
  summary: 'Book a tour for somebody who called',
  request: { headers: idempotencyHeaders, body: body(phoneTourSchema) },
  responses: apiResponses(201, 'Booked', teamTourAnswerSchema, [
    ...readCodes,
    ...idempotencyCodes,
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
  responses: apiResponses(200, 'The tour', tourPageSchema, readCodes),
});

const changing = <Path extends string>(path: Path, summary: string, codes: ErrorCode[] = []) =>
  ({
    ...shared,
    method: 'post',
    path: `/tours/{id}/${path}`,
    summary,
    responses: apiResponses(200, 'The tour as it is now', teamTourAnswerSchema, [
      ...readCodes,
      ...idempotencyCodes,
      'INVALID_REQUEST',
      'TOUR_NOT_CHANGEABLE',
      ...codes,
    ]),
  }) as const;

const cancel = createRoute({
  ...changing('cancel', 'Cancel a tour; the prospect is told'),
  request: { headers: idempotencyHeaders, params },
});
const noShow = createRoute({
  ...changing('no-show', 'Nobody came'),
  request: { headers: idempotencyHeaders, params },
});
const reschedule = createRoute({
  ...changing('reschedule', 'Move a tour; the prospect is told', [...bodyCodes, ...offered]),
  request: { headers: idempotencyHeaders, params, body: body(teamRescheduleSchema) },
});
const reassign = createRoute({
  ...changing('reassign', 'Give a tour to another agent; the prospect is told', [
    ...bodyCodes,
    'SLOT_TAKEN',
  ]),
  request: { headers: idempotencyHeaders, params, body: body(reassignSchema) },
});

/** `/api/dashboard/tours`: what the leasing team does with tours [M3]. */
export function teamTourRoutes({ ctx, session }: RouteDeps) {
  const router = createRouter();
  router.use('/tours/*', session);

  /**
   * Changes one tour, once for each idempotency key. The answer is kept in a transaction after the change: the changes
   * are idempotent, so doing one twice is harmless.
   */
  const change = async (
    c: Context<AppEnv>,
    { what, id, input }: { what: string; id: string; input?: object },
    act: (unit: UnitOfWork) => Promise<void>,
  ): Promise<TeamTourAnswer> => {
    const member = c.get('member');
    const unit = await unitOfTour(ctx, member, id);
    const key = c.req.header('idempotency-key');
    const request = { ...askedByMember(member, unit, what), key, body: { id, ...input } };
    return answerOnce<TeamTourAnswer>(request, async (unit) => {
      await act(unit);
      return transact(unit, async (unit) =>
        keepAnswer(unit, { success: true, tour: await teamTour(unit, id) }),
      );
    });
  };

  router.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const unit = await unitAtProperty(ctx, c.get('member'), query.property);
    return c.json(await listTours(unit, query), 200);
  });
  router.openapi(take, async (c) => {
    const [member, input] = [c.get('member'), c.req.valid('json')];
    const unit = await unitAtProperty(ctx, member, input.property);
    const key = c.req.header('idempotency-key');
    const { booking } = await answerOnce<Booked>(
      { ...askedByMember(member, unit, 'take tour'), key, body: input },
      (unit) => takePhoneTour(unit, input),
    );
    return c.json({ success: true as const, tour: await teamTour(unit, booking.id) }, 201);
  });
  router.openapi(page, async (c) => {
    const { id } = c.req.valid('param');
    const unit = await unitOfTour(ctx, c.get('member'), id);
    return c.json(await getTourPage(unit, id), 200);
  });
  router.openapi(cancel, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await change(c, { what: 'cancel', id }, (unit) => cancelTour(unit, id)), 200);
  });
  router.openapi(noShow, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await change(c, { what: 'no-show', id }, (unit) => markNoShow(unit, id)), 200);
  });
  router.openapi(reschedule, async (c) => {
    const [{ id }, input] = [c.req.valid('param'), c.req.valid('json')];
    const done = change(c, { what: 'reschedule', id, input }, (unit) =>
      rescheduleForTeam(unit, id, input),
    );
    return c.json(await done, 200);
  });
  router.openapi(reassign, async (c) => {
    const [{ id }, input] = [c.req.valid('param'), c.req.valid('json')];
    const done = change(c, { what: 'reassign', id, input }, (unit) =>
      reassignTour(unit, id, input),
    );
    return c.json(await done, 200);
  });
  return router;
}
