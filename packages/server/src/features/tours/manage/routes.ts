import { createRoute, z } from '@hono/zod-openapi';
import { availabilitySchema } from '@luma-leasing/types/availability';
import { type ErrorCode, errorStatus } from '@luma-leasing/types/errors';
import {
  cancelSchema,
  managedTourSchema,
  rescheduleSchema,
  type Via,
} from '@luma-leasing/types/tour';
import type { Context as HonoContext } from 'hono';
import type { RouteDeps } from '../../../http/deps.ts';
import { formBody } from '../../../http/form-body.ts';
import { wantsPage } from '../../../http/refuses-in-pages.ts';
import { apiResponses, refusalResponses } from '../../../http/responses.ts';
import { type AppEnv, createRouter, invalidRequest } from '../../../http/router.ts';
import { AppError } from '../../../lib/errors.ts';
import { parseInstant } from '../../../lib/iso.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';
import { manageUrl } from '../../accounts/manage-link.ts';
import { type ManageLinkUnit, unitOfLink } from '../../accounts/unit-of-link.ts';
import { getAvailability } from '../../availability/get-availability.ts';
import { findOpenings, type OpeningsQuery } from '../../availability/openings.ts';
import { calendarLinks, prospectCalendarEntry } from '../prospect-calendar-entry.ts';
import { cancelTour } from '../changing/cancel-tour.ts';
import { rescheduleTour } from '../changing/reschedule-tour.ts';
import type { LoadedTour } from '../load-tour.ts';
import { isChangeable, requireChangeable } from '../tour-change.ts';
import { getIcs } from './get-ics.ts';
import { getTour, toManagedTour } from './get-managed-tour.ts';
import { changePage, managePage, type ManagePageModel } from './pages.ts';

const calendars = ['google', 'outlook'] as const;
const path = '/tours/manage/{token}';
const shared = {
  tags: ['Manage link'],
  request: { params: z.object({ token: z.string() }) },
};
const documented = [
  createRoute({
    ...shared,
    method: 'get',
    path,
    summary: 'The tour behind a manage link',
    description: 'JSON for `Accept: application/json`, else a page. Never changes anything.',
    responses: apiResponses(200, 'The tour', managedTourSchema, ['LINK_INVALID']),
  }),
  createRoute({
    ...shared,
    method: 'get',
    path: `${path}/availability`,
    summary: 'Times the tour could be moved to',
    description:
      'As for a new tour, but this one does not stand in the way: the times beside it are free. Its own is not.',
    responses: apiResponses(200, 'Free times; no dates when there is none', availabilitySchema, [
      'LINK_INVALID',
      'TOUR_NOT_CHANGEABLE',
      'CUTOFF_PASSED',
      'INVALID_REQUEST',
      'TOURS_DISABLED',
      'CALENDAR_NOT_CONNECTED',
      'CALENDAR_AUTH_EXPIRED',
      'CALENDAR_UNREACHABLE',
    ]),
  }),
  createRoute({
    ...shared,
    method: 'post',
    path: `${path}/cancel`,
    summary: 'Cancel the tour',
    request: {
      ...shared.request,
      body: { content: { 'application/json': { schema: cancelSchema } }, required: false },
    },
    responses: apiResponses(200, 'The cancelled tour', managedTourSchema, [
      'LINK_INVALID',
      'TOUR_NOT_CHANGEABLE',
      'CUTOFF_PASSED',
    ]),
  }),
  createRoute({
    ...shared,
    method: 'post',
    path: `${path}/reschedule`,
    summary: 'Move the tour',
    request: {
      ...shared.request,
      body: { content: { 'application/json': { schema: rescheduleSchema } }, required: true },
    },
    responses: apiResponses(200, 'The moved tour', managedTourSchema, [
      'MALFORMED_BODY',
      'PAYLOAD_TOO_LARGE',
      'INVALID_REQUEST',
      'LINK_INVALID',
      'TOURS_DISABLED',
      'TOUR_NOT_CHANGEABLE',
      'CUTOFF_PASSED',
      'SLOT_NOT_OFFERED',
      'SLOT_TAKEN',
      'CALENDAR_NOT_CONNECTED',
      'CALENDAR_AUTH_EXPIRED',
    ]),
  }),
  createRoute({
    ...shared,
    method: 'get',
    path: `${path}/tour.ics`,
    summary: 'The tour as a calendar file',
    responses: {
      ...refusalResponses(['LINK_INVALID']),
      200: { description: 'iCalendar', content: { 'text/calendar': { schema: z.string() } } },
    },
  }),
  ...calendars.map((calendar) =>
    createRoute({
      ...shared,
      method: 'get',
      path: `${path}/${calendar}`,
      summary: 'The tour in a calendar on the web',
      description:
        'Leads to the form of that calendar, filled in; where the tour is cancelled, to its own page.',
      responses: { ...refusalResponses(['LINK_INVALID']), 302: { description: 'To the calendar' } },
    }),
  ),
];

const noTime = 'Please choose a time.';
const anotherTimeHelps = new Set<ErrorCode>(['INVALID_REQUEST', 'SLOT_TAKEN', 'SLOT_NOT_OFFERED']);

/** The manage link's routes: a prospect looks at their tour, moves or cancels it, with scripts or without. */
export function manageRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();
  for (const route of documented) router.openAPIRegistry.registerPath(route);

  router.use('/tours/manage/:token/*', async (c, next) => {
    await limits.countRead(c.get('address'));
    c.header('Cache-Control', 'no-store');
    c.header('Referrer-Policy', 'no-referrer');
    await next();
  });

  /** @throws AppError TOUR_NOT_CHANGEABLE, CUTOFF_PASSED */
  const otherTimes = (loaded: LoadedTour): OpeningsQuery => {
    requireChangeable(loaded, ctx.clock.now());
    return { tourType: loaded.tour.tourType, moving: loaded.tour };
  };

  const show = async (
    c: HonoContext<AppEnv>,
    linked: ManageLinkUnit,
    notice?: ManagePageModel['notice'],
  ): Promise<Response> => {
    const loaded = await getTour(linked.unit, linked.tourId);
    if (!wantsPage(c)) return c.json(toManagedTour(ctx, loaded));
    return c.html(
      managePage({
        loaded,
        link: manageUrl(ctx.config, linked.tourId),
        changeable: isChangeable(loaded, ctx.clock.now()),
        ...(notice ? { notice } : {}),
      }),
    );
  };

  const offerTimes = async (
    c: HonoContext<AppEnv>,
    { unit, tourId }: ManageLinkUnit,
    refusal?: AppError,
  ): Promise<Response> => {
    const loaded = await getTour(unit, tourId);
    const { days } = await findOpenings(unit, otherTimes(loaded));
    const problem = refusal && (refusal.code === 'INVALID_REQUEST' ? noTime : refusal.message);
    return c.html(
      changePage({ loaded, link: manageUrl(ctx.config, tourId), days, problem }),
      refusal ? errorStatus[refusal.code] : 200,
    );
  };

  router.get('/tours/manage/:token', async (c) => {
    const linked = await unitOfLink(ctx, c.req.param('token'));
    if (!wantsPage(c) || !c.req.query('change')) return show(c, linked);
    return orNotice(c, linked, () => offerTimes(c, linked));
  });

  router.get('/tours/manage/:token/availability', async (c) => {
    const { unit, tourId } = await unitOfLink(ctx, c.req.param('token'));
    const loaded = await getTour(unit, tourId);
    const { body } = await getAvailability(unit, otherTimes(loaded));
    return c.body(body, 200, { 'Content-Type': 'application/json' });
  });

  router.get('/tours/manage/:token/tour.ics', async (c) => {
    const { unit, tourId } = await unitOfLink(ctx, c.req.param('token'));
    return c.body(await getIcs(unit, tourId), 200, {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'attachment; filename="tour.ics"',
    });
  });

  for (const calendar of calendars) {
    router.get(`/tours/manage/:token/${calendar}`, async (c) => {
      const { unit, tourId } = await unitOfLink(ctx, c.req.param('token') ?? '');
      const loaded = await getTour(unit, tourId);
      const itsPage = manageUrl(ctx.config, tourId);
      // A cancelled tour is not offered for a calendar.
      return c.redirect(
        loaded.tour.status === 'cancelled'
          ? itsPage
          : calendarLinks[calendar](prospectCalendarEntry(loaded, itsPage)),
      );
    });
  }

  router.post('/tours/manage/:token/cancel', (c) =>
    change(
      c,
      'Your tour is cancelled. We hope to see you another time.',
      async ({ unit, tourId }) => {
        const { via = 'link' } = await bodyOf(c, cancelSchema);
        await cancelTour(by(unit, via), tourId);
      },
    ),
  );

  router.post('/tours/manage/:token/reschedule', (c) =>
    change(
      c,
      'Your tour has been moved.',
      async ({ unit, tourId }) => {
        const { startsAt, via = 'link' } = await bodyOf(c, rescheduleSchema);
        const to = { startsAt: parseInstant(startsAt) };
        await rescheduleTour(by(unit, via), tourId, to);
      },
      offerTimes,
    ),
  );

  async function change(
    c: HonoContext<AppEnv>,
    done: string,
    verb: (linked: ManageLinkUnit) => Promise<void>,
    chooseAgain?: typeof offerTimes,
  ): Promise<Response> {
    const linked = await unitOfLink(ctx, c.req.param('token') ?? '');
    await limits.countWrite({ address: c.get('address') });
    const answer = async () => {
      await verb(linked);
      return show(c, linked, { kind: 'done', text: done });
    };
    return orNotice(c, linked, answer, chooseAgain);
  }

  // A browser sees a refusal as a notice on the tour's page; a program gets the error.
  async function orNotice(
    c: HonoContext<AppEnv>,
    linked: ManageLinkUnit,
    answer: () => Promise<Response>,
    chooseAgain?: typeof offerTimes,
  ): Promise<Response> {
    try {
      return await answer();
    } catch (error) {
      if (!(error instanceof AppError) || !wantsPage(c)) throw error;
      if (chooseAgain && anotherTimeHelps.has(error.code))
        return orNotice(c, linked, () => chooseAgain(c, linked, error));
      return show(c, linked, { kind: 'problem', text: error.message });
    }
  }

  return router;
}

/** The unit with the way that the request named: the widget, too, uses manage links. */
const by = (unit: UnitOfWork, via: Via): UnitOfWork => ({ ...unit, actor: { ...unit.actor, via } });

/** The body of a request: JSON from a program, or the fields of a plain form. */
async function bodyOf<Schema extends z.ZodType>(
  c: HonoContext,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const isJson = c.req.header('Content-Type')?.startsWith('application/json');
  const parsed = schema.safeParse(isJson ? await jsonBody(c) : await formBody(c));
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}

async function jsonBody(c: HonoContext): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    throw new AppError('MALFORMED_BODY', 'The body is not valid JSON.');
  }
}
