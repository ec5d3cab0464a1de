import { Hono } from 'hono';
import { limitRate } from '../../quota/middleware.ts';
import type { World } from '../../world.ts';
import type { AuthorizedEnv } from '../auth.ts';
import { bearerAuth } from '../auth.ts';
import { notFound } from '../errors.ts';
import { readJson } from '../json-body.ts';
import { partialResponse } from '../partial-response.ts';
import { openCalendar, requireScope } from './access.ts';
import { calendarListEntry, calendarResource } from './calendar-resources.ts';
import { stopChannel } from './channels/stop-channel.ts';
import { eventRoutes } from './events/event-routes.ts';
import { readPageSize } from './events/list/list-query.ts';
import { freebusyRoutes } from './freebusy-routes.ts';
import { cutPage, readPageToken, writePageToken } from './paging.ts';

/** `/calendar/v3`: all routes of the Calendar API. */
export function calendarRoutes(world: World) {
  const routes = new Hono<AuthorizedEnv>();
  routes.use(bearerAuth(world), limitRate(world), partialResponse);
  routes.get('/users/me/calendarList', (c) => {
    requireScope(c.var.token, 'CalendarList.List');
    const account = world.store.state.accounts.get(c.var.token.account);
    const entries = (account?.listings ?? []).map((listing) => {
      const open = openCalendar(world, c.var.token.account, listing.calendarId);
      return calendarListEntry(open.calendar, open.listing);
    });
    const size = readPageSize(c.req.query('maxResults'), 100, 250);
    const place = new Map(entries.map((entry, index) => [entry, String(index).padStart(6, '0')]));
    const start = readPageToken(c.var.token.account, c.req.query('pageToken'));
    const page = cutPage(entries, (entry) => place.get(entry) ?? '', size, start);
    return c.json({
      kind: 'calendar#calendarList',
      etag: `"p${entries.length}"`,
      ...(page.after !== undefined && {
        nextPageToken: writePageToken(c.var.token.account, { after: page.after, snapshot: 0 }),
      }),
      items: page.items,
    });
  });
  routes.get('/users/me/calendarList/:calendarId', (c) => {
    requireScope(c.var.token, 'CalendarList.Get');
    const open = openCalendar(world, c.var.token.account, c.req.param('calendarId'));
    return c.json(calendarListEntry(open.calendar, open.listing));
  });
  routes.get('/calendars/:calendarId', (c) => {
    requireScope(c.var.token, 'Calendars.Get');
    const open = openCalendar(world, c.var.token.account, c.req.param('calendarId'));
    return c.json(calendarResource(open.calendar));
  });
  routes.post('/channels/stop', async (c) => {
    requireScope(c.var.token, 'Channels.Stop');
    stopChannel(world, c.var.token, await readJson(c.req));
    return c.body(null, 204);
  });
  routes.route('/freeBusy', freebusyRoutes(world));
  routes.route('/calendars/:calendarId/events', eventRoutes(world));
  routes.all('*', () => {
    throw notFound();
  });
  return routes;
}
