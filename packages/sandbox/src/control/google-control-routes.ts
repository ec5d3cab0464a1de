import { Hono } from 'hono';
import type { Context } from 'hono';
import { z } from 'zod';
import { createAccount, normalizeEmail } from '../google/accounts.ts';
import { openCalendar } from '../google/calendar/access.ts';
import { calendarListEntry } from '../google/calendar/calendar-resources.ts';
import { describeChannel } from '../google/calendar/channels/channel.ts';
import type { EventContext } from '../google/calendar/events/write/context.ts';
import { deleteEvent } from '../google/calendar/events/write/delete-event.ts';
import { readEventInput } from '../google/calendar/events/write/event-input.ts';
import { findEvent } from '../google/calendar/events/find-event.ts';
import { moveEvent } from '../google/calendar/events/write/move-event.ts';
import { insertEvent } from '../google/calendar/events/write/insert-event.ts';
import { readListQuery } from '../google/calendar/events/list/list-query.ts';
import { orderEvents } from '../google/calendar/events/list/order-events.ts';
import { renderEvent } from '../google/calendar/events/render-event.ts';
import { respond } from '../google/calendar/events/write/respond.ts';
import { selectEvents } from '../google/calendar/events/list/select-events.ts';
import { patchEvent } from '../google/calendar/events/write/update-event.ts';
import { expireSyncTokens } from '../google/calendar/sync/sync-token.ts';
import { isZone } from '../google/calendar/times.ts';
import { readJson } from '../google/json-body.ts';
import { endGrantsOf } from '../google/oauth/grants.ts';
import type { SandboxEnv, World } from '../world.ts';
import { ControlError, readControl } from './control-error.ts';

const accountOrder = z.strictObject({
  email: z.string(),
  timeZone: z.string().refine(isZone, { message: 'is not a time zone' }).optional(),
});

const answerOrder = z.strictObject({
  email: z.string(),
  response: z.enum(['accepted', 'declined', 'tentative', 'needsAction']),
  comment: z.string().optional(),
});

/** `/_control/google`: what people do in their calendar; it needs no token. */
export function googleControlRoutes(world: World) {
  return new Hono<SandboxEnv>()
    .get('/accounts', (c) => c.json({ items: describeAccounts(world) }))
    .post('/accounts', async (c) => {
      const order = await readControl(c, accountOrder);
      const email = normalizeEmail(order.email);
      if (email === undefined) throw new ControlError('email: is not an address');
      if (world.store.state.accounts.has(email)) throw new ControlError(`${email} exists already.`);
      createAccount(world.store.state, email, world.clock.now(), order.timeZone);
      world.store.changed();
      return c.json(
        describeAccounts(world).find((account) => account.email === email),
        201,
      );
    })
    .post('/revoke', (c) => {
      const ended = endGrantsOf(world.store.state, accountOf(c));
      world.store.changed();
      return c.json({ revoked: ended });
    })
    .post('/expire-sync-tokens', (c) => {
      const account = c.req.query('account')?.toLowerCase();
      return c.json({ expired: expireSyncTokens(world, account, c.req.query('calendar')) });
    })
    .get('/channels', (c) => {
      const account = c.req.query('account')?.toLowerCase();
      const channels = world.store.state.channels.filter(
        (channel) => account === undefined || channel.account === account,
      );
      return c.json({ items: channels.map((one) => describeChannel(one, world.clock.now())) });
    })
    .get('/events', (c) => {
      const { calendar } = person(c, world);
      const query = readListQuery(new URL(c.req.url).searchParams);
      const events = orderEvents(selectEvents(calendar, query), calendar, query.orderBy);
      const zone = query.timeZone ?? calendar.timeZone;
      return c.json({ items: events.map(([, event]) => renderEvent(event, zone)) });
    })
    .get('/events/:id', (c) => {
      const { calendar } = person(c, world);
      const { event } = findEvent(calendar, c.req.param('id'));
      return c.json(renderEvent(event, calendar.timeZone));
    })
    .post('/events', async (c) => {
      const context = person(c, world);
      const event = insertEvent(context, readEventInput(await readJson(c.req)));
      return c.json(renderEvent(event, context.calendar.timeZone), 201);
    })
    .patch('/events/:id', async (c) => {
      const context = person(c, world);
      const patch = readEventInput(await readJson(c.req));
      const event = patchEvent(context, c.req.param('id'), patch);
      return c.json(renderEvent(event, context.calendar.timeZone));
    })
    .post('/events/:id/respond', async (c) => {
      const context = person(c, world);
      const event = respond(context, c.req.param('id'), await readControl(c, answerOrder));
      return c.json(renderEvent(event, context.calendar.timeZone));
    })
    .post('/events/:id/move', (c) => {
      const context = person(c, world);
      const to = openCalendar(world, context.account, c.req.query('destination') ?? 'primary');
      const event = moveEvent(context, c.req.param('id'), to.calendar);
      return c.json(renderEvent(event, to.calendar.timeZone));
    })
    .delete('/events/:id', (c) => {
      deleteEvent(person(c, world), c.req.param('id'));
      return c.body(null, 204);
    });
}

function accountOf(c: Context<SandboxEnv>): string {
  const account = c.req.query('account');
  if (account === undefined)
    throw new ControlError('Say whose calendar: ?account=agent@example.com');
  return account.toLowerCase();
}

/** An account in its own calendar. A person may write to each of their calendars; guests are not told. */
function person(c: Context<SandboxEnv>, world: World): EventContext {
  const account = accountOf(c);
  const { calendar } = openCalendar(world, account, c.req.query('calendar') ?? 'primary');
  return { world, account, calendar, sendUpdates: 'none' };
}

function describeAccounts(world: World) {
  const { accounts, grants } = world.store.state;
  return [...accounts.values()].map(({ email, timeZone, listings }) => ({
    email,
    timeZone,
    calendars: listings.map((listing) => {
      const open = openCalendar(world, email, listing.calendarId);
      return calendarListEntry(open.calendar, listing);
    }),
    grants: grants
      .filter((grant) => grant.account === email)
      .map(({ clientId, scopes }) => ({ clientId, scopes })),
  }));
}
