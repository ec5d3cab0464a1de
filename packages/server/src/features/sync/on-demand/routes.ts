import { createRoute, type z } from '@hono/zod-openapi';
import {
  enqueuedSchema,
  resyncRequestSchema,
  syncedSchema,
  syncRequestSchema,
} from '@luma-leasing/types/calendar';
import type { ErrorCode } from '@luma-leasing/types/errors';
import type { Context } from 'hono';
import type { RouteDeps } from '../../../http/deps.ts';
import { apiResponses, bodyCodes, sessionCodes } from '../../../http/responses.ts';
import { createRouter, type AppEnv } from '../../../http/router.ts';
import { unitAtProperty } from '../../accounts/unit-of-member.ts';
import { enqueueToursFor } from '../unwritten-events.ts';
import { calendarsOfMember, type CalendarChoice } from './calendars-of-member.ts';
import { syncNow } from '../mirror/sync-now.ts';

const common = {
  method: 'post' as const,
  tags: ['Calendar sync'],
  security: [{ session: [] }],
};
const body = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { 'application/json': { schema } } },
});
const refused: ErrorCode[] = [...sessionCodes, ...bodyCodes, 'NOT_FOUND', 'CALENDAR_NOT_CONNECTED'];
const synced = apiResponses(200, 'How many events had changed, and what failed', syncedSchema, [
  ...refused,
  'CALENDAR_AUTH_EXPIRED',
  'CALENDAR_UNREACHABLE',
]);

const sync = createRoute({
  ...common,
  path: '/calendar/sync',
  summary: '“Sync now”: what changed in the calendars, and the tours that wait to be written',
  request: body(syncRequestSchema),
  responses: synced,
});

const resync = createRoute({
  ...common,
  path: '/calendar/resync',
  summary: 'Lists one calendar in full',
  request: body(resyncRequestSchema),
  responses: synced,
});

const importing = createRoute({
  ...common,
  path: '/calendar/import-availability',
  summary: 'Lists all calendars in full',
  request: body(syncRequestSchema),
  responses: synced,
});

const pending = createRoute({
  ...common,
  path: '/calendar/sync-pending',
  summary: 'Queues every tour to come that is not in its calendar yet',
  request: body(syncRequestSchema),
  responses: apiResponses(200, 'Queued', enqueuedSchema, refused),
});

/** Sync by hand [S7]. Agents sync their own calendars and tours, managers those of the property. */
export function manualSyncRoutes({ ctx, session }: RouteDeps) {
  const router = createRouter();
  for (const { path } of [sync, resync, importing, pending]) router.use(path, session);

  const calendarsOf = async (c: Context<AppEnv>, input: { property: string } & CalendarChoice) => {
    const unit = await unitAtProperty(ctx, c.get('member'), input.property);
    return { unit, calendars: await calendarsOfMember(unit, input) };
  };

  router.openapi(sync, async (c) => {
    const { unit, calendars } = await calendarsOf(c, c.req.valid('json'));
    await enqueueToursFor(unit, calendars);
    return c.json(await syncNow(unit, { calendars, full: false }), 200);
  });

  router.openapi(resync, async (c) => {
    const { unit, calendars } = await calendarsOf(c, c.req.valid('json'));
    return c.json(await syncNow(unit, { calendars, full: true }), 200);
  });

  router.openapi(importing, async (c) => {
    const { unit, calendars } = await calendarsOf(c, c.req.valid('json'));
    return c.json(await syncNow(unit, { calendars, full: true }), 200);
  });

  router.openapi(pending, async (c) => {
    const { unit, calendars } = await calendarsOf(c, c.req.valid('json'));
    const enqueued = await enqueueToursFor(unit, calendars);
    return c.json({ success: true as const, enqueued }, 200);
  });
  return router;
}
