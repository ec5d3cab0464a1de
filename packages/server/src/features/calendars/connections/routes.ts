import { createRoute, z } from '@hono/zod-openapi';
import {
  accountCalendarsSchema,
  chooseCalendarsSchema,
  connectionRefSchema,
  connectionsSchema,
  disconnectedSchema,
} from '@luma-leasing/types/calendar';
import type { ErrorCode } from '@luma-leasing/types/errors';
import type { RouteDeps } from '../../../http/deps.ts';
import { apiResponses, bodyCodes, sessionCodes } from '../../../http/responses.ts';
import { createRouter } from '../../../http/router.ts';
import { unitAtProperty } from '../../accounts/unit-of-member.ts';
import { listCalendars } from '../connecting/account-calendars.ts';
import { chooseCalendars } from '../connecting/choose-calendars.ts';
import { disconnect, type GrantEnd } from '../connecting/disconnect.ts';
import { getStatus } from './get-status.ts';
import { requireConnection } from './connection-state.ts';

const common = { tags: ['Calendar connections'], security: [{ session: [] }] };
const body = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { 'application/json': { schema } } },
});

const status = createRoute({
  ...common,
  method: 'get',
  path: '/calendar/status',
  summary: 'How the calendars of a property’s agents do, and what to do about it',
  request: {
    query: z.object({ property: z.string().meta({ description: 'The property’s slug or id.' }) }),
  },
  responses: apiResponses(200, 'By agent; an agent sees their own', connectionsSchema, [
    ...sessionCodes,
    'NOT_FOUND',
    'INVALID_REQUEST',
  ]),
});

const ending = createRoute({
  ...common,
  method: 'post',
  path: '/calendar/disconnect',
  summary: 'Ends a connection; every tour stays',
  description:
    'Tokens and mirrored events are erased, tours stay booked, and the events that stand in the calendar stay there. The same account connected again finds them. The provider is told in the background, for a day if it does not listen; what it could not be told then stands under `error` of the connection’s status.',
  request: body(connectionRefSchema),
  responses: apiResponses(200, 'Disconnected', disconnectedSchema, [
    ...sessionCodes,
    ...bodyCodes,
    'NOT_FOUND',
  ]),
});

const calendarCodes: ErrorCode[] = [
  'NOT_FOUND',
  'CALENDAR_NOT_CONNECTED',
  'CALENDAR_AUTH_EXPIRED',
  'CALENDAR_UNREACHABLE',
];

const listing = createRoute({
  ...common,
  method: 'get',
  path: '/calendar/calendars',
  summary: 'What calendars a connected account has, and which of them are used',
  request: { query: connectionRefSchema },
  responses: apiResponses(200, 'Asked of the provider', accountCalendarsSchema, [
    ...sessionCodes,
    ...calendarCodes,
    'INVALID_REQUEST',
  ]),
});

const choosing = createRoute({
  ...common,
  method: 'put',
  path: '/calendar/calendars',
  summary: 'Which calendars of an account block time, receive new tours, or show their titles',
  description:
    'The whole choice. Tours written before stay where they are, and a calendar that holds some is synced until they are over. One whose titles are no longer shown forgets them at once.',
  request: body(chooseCalendarsSchema),
  responses: apiResponses(200, 'As chosen', accountCalendarsSchema, [
    ...sessionCodes,
    ...bodyCodes,
    ...calendarCodes,
    'CALENDAR_NOT_WRITABLE',
  ]),
});

const words: Record<GrantEnd, string> = {
  revoking:
    'The calendar is disconnected, and its permission is being given back. Every tour is kept.',
  kept: 'The calendar is disconnected; another connection still uses this account. Every tour is kept.',
  none: 'The calendar is disconnected. Every tour is kept.',
};

/** The routes by which a member sees and changes the connections of a property. */
export function connectionRoutes({ ctx, session }: RouteDeps) {
  const router = createRouter();
  router.use(status.path, session);
  router.openapi(status, async (c) =>
    c.json(
      await getStatus(await unitAtProperty(ctx, c.get('member'), c.req.valid('query').property)),
      200,
    ),
  );

  router.use(listing.path, session);
  router.openapi(listing, async (c) => {
    const ref = c.req.valid('query');
    const { unit, connection } = await requireConnection(ctx, c.get('member'), ref);
    const calendars = await listCalendars(unit, connection);
    return c.json({ success: true as const, calendars }, 200);
  });
  router.openapi(choosing, async (c) => {
    const { property, connection: id, ...choice } = c.req.valid('json');
    const ref = { property, connection: id };
    const { unit, connection } = await requireConnection(ctx, c.get('member'), ref);
    const calendars = await chooseCalendars(unit, connection, choice);
    return c.json({ success: true as const, calendars }, 200);
  });

  router.use(ending.path, session);
  router.openapi(ending, async (c) => {
    const ref = c.req.valid('json');
    const { unit, connection } = await requireConnection(ctx, c.get('member'), ref);
    const grant = await disconnect(unit, connection.id);
    return c.json({ success: true as const, grant, message: words[grant] }, 200);
  });
  return router;
}
