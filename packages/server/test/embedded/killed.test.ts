import type { Booking } from '@luma-leasing/types/tour';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from '../../src/db/client.ts';
import { timed } from '../calendars.ts';
import { seenConnections } from '../connections.ts';
import { connectLinkPath, followLink, pathOf } from '../consent.ts';
import { eventually } from '../eventually.ts';
import { createKillable, type Killable } from '../killable.ts';
import type { Browser } from '../members.ts';
import { agentAccount, type Fault } from '../sandbox.ts';
import { bookedTour, eventsOf, freeSlots, manage } from '../tours.ts';
import { agree, calendarView } from './both-sides.ts';
import { killAmid } from './kill-amid.ts';

const path = '/calendar/v3/calendars/.*/events';
const dayMs = 86_400_000;

let server: Killable;
let manager: Browser;
/** A link stays valid until somebody has connected an account with it. */
let link: string;
beforeAll(async () => {
  server = await createKillable();
  await server.start();
  manager = await server.signIn();
});
afterAll(() => server.stop());

/** The times of an event so many days ahead, at an hour without tours. */
const night = (days: number, minutes = 30) => {
  const startsAt = Math.floor(Date.now() / dayMs + days) * dayMs + 7 * 3_600_000;
  const [from, to] = [startsAt, startsAt + minutes * 60_000];
  return timed(new Date(from).toISOString(), new Date(to).toISOString());
};
const change = (id: string, to: object) =>
  server.sandbox.send('PATCH', `/_control/google/events/${id}?account=${agentAccount}`, to);
const push = (order: object = { mode: 'manual' }, to = '') =>
  server.sandbox.send('POST', `/_control/pushes${to}`, order);
const again = async (pollSeconds?: number) => {
  await server.start(pollSeconds);
  await agree(server, manager);
};
const channels = async () =>
  (
    await server.sandbox.get<{ items: { id: string; live: boolean }[] }>(
      `/_control/google/channels?account=${agentAccount}`,
    )
  ).items.filter((one) => one.live);

/** The grants that the account's owner has given. */
const grants = async () =>
  (
    await server.sandbox.get<{ items: { email: string; grants: unknown[] }[] }>(
      '/_control/google/accounts',
    )
  ).items.find((one) => one.email === agentAccount)?.grants;

const connectLink = async () => {
  const answer = await server.post(
    connectLinkPath(agentAccount),
    {},
    { Authorization: 'Bearer the operator of the tests' },
  );
  return pathOf(((await answer.json()) as { url: string }).url);
};
const comeBack = async (link: string) => {
  const { callback, cookie } = await followLink(server, link, { account: agentAccount });
  return () => server.request(callback, { headers: { cookie } });
};
/** A request to a server that is killed gets no answer. */
const unanswered = (request: Promise<Response>) => expect(request).rejects.toThrow('fetch failed');

describe('a server that is killed [S4, S9]', () => {
  it('while it exchanges a consent has stored nothing, and the link stays valid', async () => {
    link = await connectLink();
    const callback = await comeBack(link);
    let lost: Promise<void>;
    const exchange = { match: { method: 'POST', path: '^/token$' }, then: { held: true } };
    const answered = await killAmid(server, [exchange], async () => {
      lost = unanswered(callback());
    });
    await lost!;
    expect(await answered()).toMatchObject([{ path: '/token', status: 200 }]);
    await server.start();
    expect(await seenConnections(manager)).toEqual([]);
    expect((await callback()).status).toBe(400);
  });

  it('while it opens a channel, and between two pages of the first listing, completes both after a restart', async () => {
    for (let day = 1; day <= 8; day++)
      await server.sandbox.addEvent({ summary: `Night ${day}`, ...night(day) });
    const faults: Fault[] = [
      { match: { method: 'GET', path: `${path}$` }, then: { pageSize: 3 } },
      { match: { method: 'GET', path: `${path}$` }, then: { pageSize: 3, held: true } },
      { match: { method: 'POST', path: `${path}/watch` }, then: { held: true } },
    ];
    const answered = await killAmid(server, faults, async () => {
      const callback = await comeBack(link);
      expect((await callback()).status).toBe(200);
    });
    expect(await answered()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          query: expect.objectContaining({ pageToken: expect.any(String) }),
        }),
        expect.objectContaining({ path: expect.stringMatching(/watch$/), status: 200 }),
      ]),
    );
    const [unheard] = await channels();
    await again();
    expect((await calendarView(manager)).events).toHaveLength(8);
    await eventually(async () => expect(await channels()).toHaveLength(2));
    // The channel whose answer was lost also delivers pushes.
    await change((await server.sandbox.events())[0]!.id!, { summary: 'Heard of' });
    await agree(server, manager);
    await eventually(async () => expect(await outcomes(unheard!.id)).toContain('delivered'));
  });

  it('between two pages of changes misses no change', async () => {
    await push();
    const booking = await bookedTour(server);
    await agree(server, manager);
    const [event] = await eventsOf(server, booking.id);
    const others = (await server.sandbox.events()).filter((one) => one.id !== event!.id);
    await server.sandbox.send(
      'DELETE',
      `/_control/google/events/${others[0]!.id}?account=${agentAccount}`,
    );
    for (const [n, { id }] of others.slice(1, 5).entries())
      await change(id!, { summary: `Changed ${n}`, ...night(n + 15) });
    await change(event!.id!, night(3));
    const answered = await killAmid(
      server,
      [
        { match: listing, then: { pageSize: 2 } },
        { match: listing, then: { pageSize: 2, held: true } },
      ],
      () => push({}, '/flush'),
    );
    await again();
    expect((await answered())[0]!.query).toHaveProperty('pageToken');
    await eventually(() => expect(movedMails(booking)).toHaveLength(1));
  });

  it('after a tour has followed its event, but before the next comparison, tells the prospect once', async () => {
    const booking = await bookedTour(server);
    await agree(server, manager);
    const [event] = await eventsOf(server, booking.id);
    await change(event!.id!, night(4));
    const read = { method: 'GET', path: `${path}/${event!.id}$` };
    const answered = await killAmid(
      server,
      // The first fault has no effect. It only counts its request.
      [
        { match: read, then: { pageSize: 250 } },
        { match: read, then: { held: true } },
      ],
      async () => {
        await push({}, '/flush');
        await eventually(() => expect(movedMails(booking)).toHaveLength(1));
      },
    );
    await again();
    await answered();
    expect(movedMails(booking)).toHaveLength(1);
  });

  it('while it refreshes a token continues with the next token', async () => {
    await change((await server.sandbox.events())[0]!.id!, { summary: 'After the refresh' });
    const answered = await killAmid(
      server,
      [
        { match: listing, then: { status: 401, reason: 'authError' } },
        { match: { method: 'POST', path: '^/token$' }, then: { held: true } },
      ],
      () => push({}, '/flush'),
    );
    await again();
    expect(await answered()).toMatchObject([{ path: '/token' }]);
  });

  it.each<[string, Fault['then'], 'first' | 'meanwhile' | 'never']>([
    ['never reach the calendar', { held: true, status: 503 }, 'never'],
    ['reach the calendar, but it does not learn that', { held: true }, 'first'],
    ['reach the calendar when the next server already runs', { held: true }, 'meanwhile'],
  ])('while it writes, and the writes %s', async (_what, then, arrive) => {
    const tours = { moved: await bookedTour(server), cancelled: await bookedTour(server) };
    await agree(server, manager);
    const slots = await freeSlots(server);
    const writes = [
      { method: 'POST', path: `${path}$` },
      { method: 'POST', path: `${path}$` },
      { method: 'PATCH', path: `${path}/` },
      { method: 'DELETE', path: `${path}/` },
    ];
    const answered = await killAmid(
      server,
      writes.map((match) => ({ match, then })),
      async () => {
        await bookedTour(server, { startsAt: slots.at(-1)!.startsAt });
        await manage(server, tours.moved, '/reschedule', { startsAt: slots.at(-4)!.startsAt });
        await manage(server, tours.cancelled, '/cancel');
        const { agents } = await calendarView(manager);
        const agentId = agents.find(({ name }) => name === 'Maya Chen')!.id;
        const signing = { title: 'Signing', kind: 'signing', property: 'maple-court', agentId };
        const at = { startsAt: night(6).start!.dateTime, endsAt: night(6).end!.dateTime };
        const made = await manager.post('/api/dashboard/appointments', { ...signing, ...at });
        expect(made.status).toBe(201);
      },
    );
    if (arrive === 'first') await answered();
    await server.start();
    if (arrive === 'meanwhile') await answered();
    await agree(server, manager);
  });

  it('during a burst of pushes needs no push that it missed', async () => {
    // Each push is sent a hundred times, so that the burst outlasts the server.
    await server.sandbox.send('POST', '/_control/pushes/faults', {
      match: {},
      times: 2,
      then: { duplicate: 100 },
    });
    await change((await server.sandbox.events())[0]!.id!, { summary: 'Told a hundred times' });
    const flushed = push({}, '/flush');
    await eventually(async () => expect(await outcomes()).toContain('delivered'));
    await server.kill();
    await flushed;
    // A push to a dead server is lost.
    expect(await outcomes()).toContain('refused');
    await again(1);
  });

  it('while it disconnects an account ends its channels and grant, and makes no second events after reconnecting', async () => {
    const [connection] = await seenConnections(manager);
    const body = { property: 'maple-court', connection: connection!.id };
    const stop = { match: { path: '/channels/stop$' }, then: { held: true, status: 503 } };
    const unstopped = await killAmid(server, [stop, stop], async () => {
      const left = await manager.post('/api/lumaleasing/calendar/disconnect', body);
      expect(await left.json()).toMatchObject({ success: true, grant: 'revoking' });
    });
    const revoke = { match: { path: '^/revoke$' }, then: { held: true, status: 503 } };
    const unrevoked = await killAmid(server, [revoke], () => server.start(1));
    await server.start(1);
    expect(await seenConnections(manager)).toMatchObject([{ state: 'not_connected' }]);
    await eventually(async () => expect(await grants()).toEqual([]));
    expect(await unstopped()).toHaveLength(2);
    expect(await unrevoked()).toHaveLength(1);
    expect(await channels()).toEqual([]);
    expect((await (await comeBack(await connectLink()))()).status).toBe(200);
    await agree(server, manager);
    // Bookings work with the new grant.
    await bookedTour(server);
    await agree(server, manager);
    expect(await grants()).toHaveLength(1);
  });

  it('has done all work in the end, and told nobody twice', async () => {
    await server.kill();
    const { given_up, told } = await server.inside(async (ctx) => ({
      given_up: rowsOf(
        await ctx.db.execute(sql`select name from pgboss.job where state = 'failed'`),
      ),
      told: rowsOf<{ kind: string; times: number }>(
        await ctx.db.execute(
          sql`select kind, count(*)::int as times from messages group by kind, tour_id`,
        ),
      ),
    }));
    expect(given_up).toEqual([]);
    expect(told.filter(({ kind }) => kind === 'tour_moved')).toHaveLength(2);
    expect(told.filter(({ times }) => times > 1)).toEqual([]);
  });
});

const listing = { method: 'GET', path: `${path}$` };

const movedMails = (booking: Booking) =>
  server
    .mails()
    .filter((mail) => mail.includes('has moved your tour') && mail.includes(tokenOf(booking)));
const tokenOf = ({ manageUrl }: Booking) => manageUrl.split('/').at(-1)!.slice(0, 20);

/** The statuses of all pushes, or those of one channel. */
const outcomes = async (channel?: string) =>
  (
    await server.sandbox.get<{ items: { channel: string; status: string }[] }>('/_control/pushes')
  ).items
    .filter((one) => channel === undefined || one.channel === channel)
    .map((one) => one.status);
