import { createRoute, z } from '@hono/zod-openapi';
import {
  type AppointmentAnswer,
  appointmentAnswerSchema,
  changeAppointmentSchema,
  newAppointmentSchema,
} from '@luma-leasing/types/appointment';
import { calendarQuerySchema, calendarViewSchema } from '@luma-leasing/types/dashboard';
import type { ErrorCode } from '@luma-leasing/types/errors';
import type { RouteDeps } from '../../http/deps.ts';
import { answerOnce, askedByMember, keepAnswer } from '../../http/idempotency.ts';
import {
  apiResponses,
  bodyCodes,
  idempotencyCodes,
  idempotencyHeaders,
  sessionCodes,
} from '../../http/responses.ts';
import { createRouter } from '../../http/router.ts';
import { transact } from '../../unit-of-work.ts';
import { unitAtProperty } from '../accounts/unit-of-member.ts';
import { changeAppointment } from './change-appointment.ts';
import { createAppointment } from './create-appointment.ts';
import { deleteAppointment } from './delete-appointment.ts';
import { unitOfAppointment } from './update-mirror-row.ts';
import { getCalendar } from './get-calendar.ts';

const shared = { tags: ['Dashboard: calendar'], security: [{ session: [] }] };
const params = z.object({ id: z.string() });
const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});
const readCodes: ErrorCode[] = [...sessionCodes, 'NOT_FOUND'];
const writeCodes: ErrorCode[] = [...readCodes, 'CALENDAR_NOT_CONNECTED', 'CALENDAR_NOT_WRITABLE'];

const calendar = createRoute({
  ...shared,
  method: 'get',
  path: '/calendar',
  summary: 'Tours and calendars of a property’s agents; an agent sees their own',
  request: { query: calendarQuerySchema },
  responses: apiResponses(200, 'What is in them', calendarViewSchema, [
    ...readCodes,
    'INVALID_REQUEST',
  ]),
});

const create = createRoute({
  ...shared,
  method: 'post',
  path: '/appointments',
  summary: 'Make an appointment in an agent’s calendar',
  description: 'It is busy at once; `syncStatus` tells when the calendar has it.',
  request: { headers: idempotencyHeaders, body: body(newAppointmentSchema) },
  responses: apiResponses(201, 'Made', appointmentAnswerSchema, [
    ...writeCodes,
    ...bodyCodes,
    ...idempotencyCodes,
  ]),
});

const change = createRoute({
  ...shared,
  method: 'patch',
  path: '/appointments/{id}',
  summary: 'Move or rewrite anything in an agent’s calendar that is no tour',
  request: { params, body: body(changeAppointmentSchema) },
  responses: apiResponses(200, 'Changed', appointmentAnswerSchema, [...writeCodes, ...bodyCodes]),
});

const remove = createRoute({
  ...shared,
  method: 'delete',
  path: '/appointments/{id}',
  summary: 'Delete anything in an agent’s calendar that is no tour',
  request: { params },
  responses: apiResponses(200, 'Deleted', z.object({ success: z.literal(true) }), writeCodes),
});

/** `/api/dashboard`: the agents' calendars, both ways [S10, M3]. */
export function appointmentRoutes({ ctx, session }: RouteDeps) {
  const router = createRouter();
  router.use(calendar.path, session);
  router.use('/appointments/*', session);

  router.openapi(calendar, async (c) => {
    const query = c.req.valid('query');
    const unit = await unitAtProperty(ctx, c.get('member'), query.property);
    return c.json(await getCalendar(unit, query), 200);
  });
  router.openapi(create, async (c) => {
    const [member, input] = [c.get('member'), c.req.valid('json')];
    const unit = await unitAtProperty(ctx, member, input.property);
    const key = c.req.header('idempotency-key');
    const answer = await answerOnce<AppointmentAnswer>(
      { ...askedByMember(member, unit, 'appointment'), key, body: input },
      (unit) =>
        transact(unit, async (unit) =>
          keepAnswer(unit, { success: true, appointment: await createAppointment(unit, input) }),
        ),
    );
    return c.json(answer, 201);
  });
  router.openapi(change, async (c) => {
    const { id } = c.req.valid('param');
    const unit = await unitOfAppointment(ctx, c.get('member'), id);
    const appointment = await changeAppointment(unit, id, c.req.valid('json'));
    return c.json({ success: true as const, appointment }, 200);
  });
  router.openapi(remove, async (c) => {
    const { id } = c.req.valid('param');
    await deleteAppointment(await unitOfAppointment(ctx, c.get('member'), id), id);
    return c.json({ success: true as const }, 200);
  });
  return router;
}
