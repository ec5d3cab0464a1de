import { Hono } from 'hono';
import type { Context } from 'hono';
import type { CalendarEvent } from '../../../state/model.ts';
import type { World } from '../../../world.ts';
import type { AuthorizedEnv } from '../../auth.ts';
import { invalid, required } from '../../errors.ts';
import { readJson } from '../../json-body.ts';
import { openCalendar, requireScope, requireWriter } from '../access.ts';
import type { Method, OpenCalendar } from '../access.ts';
import { openChannel } from '../channels/open-channel.ts';
import { readWatchRequest } from '../channels/watch-request.ts';
import { isZone } from '../times.ts';
import type { EventContext, SendUpdates } from './write/context.ts';
import { deleteEvent } from './write/delete-event.ts';
import { readEventInput } from './write/event-input.ts';
import { findEvent } from './find-event.ts';
import { insertEvent } from './write/insert-event.ts';
import { listEvents, listInstances } from './list/list-events.ts';
import { renderEvent } from './render-event.ts';
import { moveEvent } from './write/move-event.ts';
import { patchEvent, replaceEvent } from './write/update-event.ts';

type EventsContext = Context<AuthorizedEnv>;

/** `/calendar/v3/calendars/:calendarId/events`. */
export function eventRoutes(world: World) {
  const open = (c: EventsContext, method: Method): OpenCalendar => {
    requireScope(c.var.token, method);
    return openCalendar(world, c.var.token.account, c.req.param('calendarId') ?? '');
  };
  const write = (c: EventsContext, method: Method): EventContext => {
    const opened = open(c, method);
    requireWriter(opened);
    return {
      world,
      account: c.var.token.account,
      calendar: opened.calendar,
      sendUpdates: readSendUpdates(c),
    };
  };
  const input = async (c: EventsContext) => readEventInput(await readJson(c.req));

  return new Hono<AuthorizedEnv>()
    .get('/', (c) => {
      const opened = open(c, 'Events.List');
      const query = new URL(c.req.url).searchParams;
      // Google may send fewer events on a page than requested.
      const cut = c.get('pageSize');
      if (cut !== undefined) query.set('maxResults', String(cut));
      const body = listEvents(world.store.state, opened, query);
      c.header('ETag', body.etag ?? '');
      return c.json(body);
    })
    .post('/', async (c) => {
      const context: EventContext = {
        ...write(c, 'Events.Insert'),
        missDuplicate: c.get('missDuplicate') ?? false,
      };
      return respond(c, insertEvent(context, await input(c)), context.calendar.timeZone);
    })
    .post('/watch', async (c) => {
      const opened = open(c, 'Events.Watch');
      const request = readWatchRequest(await readJson(c.req), world.clock.now());
      return c.json(await openChannel(world, opened, c.var.token.clientId, request));
    })
    .get('/:eventId', (c) => {
      const { calendar } = open(c, 'Events.Get');
      const { event } = findEvent(calendar, c.req.param('eventId'));
      if (c.req.header('if-none-match') === event.etag) return c.body(null, 304);
      return respond(c, event, calendar.timeZone);
    })
    .get('/:eventId/instances', (c) => {
      const opened = open(c, 'Events.Instances');
      const query = new URL(c.req.url).searchParams;
      return c.json(listInstances(opened, c.req.param('eventId'), query));
    })
    .patch('/:eventId', async (c) => {
      const context = write(c, 'Events.Patch');
      const patch = await input(c);
      const event = patchEvent(context, c.req.param('eventId'), patch, c.req.header('if-match'));
      return respond(c, event, context.calendar.timeZone);
    })
    .put('/:eventId', async (c) => {
      const context = write(c, 'Events.Update');
      const body = await input(c);
      const event = replaceEvent(context, c.req.param('eventId'), body, c.req.header('if-match'));
      return respond(c, event, context.calendar.timeZone);
    })
    .post('/:eventId/move', (c) => {
      const context = write(c, 'Events.Move');
      const destination = c.req.query('destination');
      if (!destination) throw required('destination');
      const to = openCalendar(world, c.var.token.account, destination);
      requireWriter(to);
      return respond(
        c,
        moveEvent(context, c.req.param('eventId'), to.calendar),
        to.calendar.timeZone,
      );
    })
    .delete('/:eventId', (c) => {
      const context = write(c, 'Events.Delete');
      deleteEvent(context, c.req.param('eventId'), c.req.header('if-match'));
      return c.body(null, 204);
    });
}

function respond(c: EventsContext, event: CalendarEvent, calendarZone: string) {
  const zone = c.req.query('timeZone') ?? calendarZone;
  if (!isZone(zone)) throw invalid('Invalid time zone.', 'timeZone');
  c.header('ETag', event.etag);
  return c.json(renderEvent(event, zone));
}

function readSendUpdates(c: EventsContext): SendUpdates {
  const given = c.req.query('sendUpdates');
  if (given === undefined) return c.req.query('sendNotifications') === 'true' ? 'all' : 'none';
  if (given !== 'all' && given !== 'externalOnly' && given !== 'none') {
    throw invalid(`Invalid value for: ${given} is not a valid value`, 'sendUpdates');
  }
  return given;
}
