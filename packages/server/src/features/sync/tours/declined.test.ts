import type { TourPage } from '@luma-leasing/types/dashboard';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { synced, timed } from '../../../../test/calendars.ts';
import { eventually } from '../../../../test/eventually.ts';
import { atRest } from '../../../../test/jobs.ts';
import { signIn, type Browser } from '../../../../test/members.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import {
  bookedTour,
  freeSlots,
  freeTime,
  manage,
  storedTour,
  writtenEvent,
} from '../../../../test/tours.ts';
import { usual } from '../../../../test/usual-property.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { agentCalendars } from '../../../db/tables/calendars.ts';
import { profiles } from '../../../db/tables/profiles.ts';
import { tourEvents, tourBookings } from '../../../db/tables/tours.ts';
import { instantText } from '../../../lib/iso.ts';
import type { Mail } from '../../../lib/mailer.ts';
import { enqueueDueMessages } from '../../notifications/due-messages.ts';
import { sendMessageJob } from '../../outbox/queue-message.ts';
import { syncTourJob } from '../../tours/job-contracts.ts';
import { inviteAnswerNews } from './record-invite-answer.ts';
import { syncCalendar } from '../mirror/sync-calendar.ts';
import { syncTour } from './sync-tour.ts';

let world: World;
let manager: Browser;
let mails: Mail[] = [];
let isMailDown = false;
beforeAll(async () => {
  const send = async (mail: Mail) => {
    if (isMailDown) throw new Error('the mail server is down');
    mails.push(mail);
  };
  world = await createWorld({ overrides: { mailer: { send } } });
  await world.connect();
  await synced(world);
  manager = await signIn(world, { role: 'manager' });
});
afterAll(() => world.stop());
beforeEach(async () => {
  mails = [];
  isMailDown = false;
  await world.sandbox.send('DELETE', '/_control/faults');
  await world.pass();
});

const poll = async () => {
  const [calendar] = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(agentCalendars),
  );
  await syncCalendar(world.unit, calendar!.id);
};
const sync = async () => {
  await poll();
  await atRest(world, syncTourJob, sendMessageJob);
};
/** A change in the calendar that no sync has brought yet. */
const person = async (method: string, eventId: string, body?: object, path = '') => {
  await world.pass();
  const query = `?account=${agentAccount}`;
  await world.sandbox.send(method, `/_control/google/events/${eventId}${path}${query}`, body);
};
type Answer = 'accepted' | 'declined' | 'tentative' | 'needsAction';
const respond = (eventId: string, email: string, response: Answer) =>
  person('POST', eventId, { email, response }, '/respond');

const written = async (input: Record<string, unknown> = {}) => {
  const booking = await bookedTour(world, { startsAt: await freeTime(world, 8), ...input });
  const { id: eventId } = await writtenEvent(world, booking.id);
  const { email } = (await storedTour(world, booking.id)).tour!;
  await sync();
  const answer = async (response: Answer) => {
    await respond(eventId!, email, response);
    await sync();
  };
  return { ...booking, eventId: eventId!, email, answer };
};
const pageOf = async (id: string) =>
  (await (await manager.get(`/api/dashboard/tours/${id}`)).json()) as TourPage;
/** The messages to the team about declinations, sent or queued, and the entries of the history. */
const toldOf = async (id: string) => {
  const { messages, history } = await pageOf(id);
  return {
    mails: messages.filter(({ kind }) => kind === 'guest_declined').map(({ status }) => status),
    history: history.map(({ action }) => action).filter((action) => action.startsWith('guest_')),
  };
};
const once = { mails: ['sent'], history: ['guest_declined'] };
const never = { mails: [], history: [] };

describe('a prospect who declines the calendar’s invitation [N4]', () => {
  it('keeps the tour and its time; the agent is told, and the tour’s page says so', async () => {
    const tour = await written({ phone: '+1 312 555 0180 ext. 42' });
    await tour.answer('declined');
    const page = await pageOf(tour.id);
    expect(page.tour).toMatchObject({
      status: 'confirmed',
      startsAt: tour.startsAt,
      invite: 'declined',
    });
    expect(page.history.at(-1)).toMatchObject({
      action: 'guest_declined',
      actor: 'prospect',
      via: 'google_calendar',
    });
    expect(page.messages).toMatchObject([
      { kind: 'guest_declined', recipient: agentAccount, status: 'sent' },
    ]);
    expect(mails).toHaveLength(1);
    const [{ to, subject, text }] = mails as [Mail];
    expect(to).toBe(agentAccount);
    expect(subject).toMatch(/^Maple Court: .+ has declined the invitation for .+ at .+ C[SD]T$/);
    for (const said of [
      'the tour of Maple Court with Maya Chen on',
      tour.email,
      '+13125550180 ext. 42',
      'its time is still held',
      'delete the tour’s event in your calendar',
    ])
      expect(text).toContain(said);
    const free = (await freeSlots(world)).map((slot) => slot.startsAt);
    expect(free).not.toContain(tour.startsAt);
  });

  it('is told of once, whatever is done to the event or the tour afterwards', async () => {
    const tour = await written();
    await tour.answer('declined');
    const [first, second, third] = (await freeSlots(world)).slice(20).map((one) => one.startsAt);
    const end = instantText(Date.parse(first!) + 30 * 60_000);
    await person('PATCH', tour.eventId, { description: 'Asked by phone' });
    await sync();
    await person('PATCH', tour.eventId, timed(first!, end));
    await sync();
    expect((await pageOf(tour.id)).tour).toMatchObject({ startsAt: first, invite: 'declined' });
    await world.pass();
    expect((await manage(world, tour, '/reschedule', { startsAt: second })).status).toBe(200);
    await sync();
    await world.pass();
    const path = `/api/dashboard/tours/${tour.id}/reschedule`;
    expect((await manager.post(path, { startsAt: third })).status).toBe(200);
    await sync();
    expect((await pageOf(tour.id)).tour).toMatchObject({ startsAt: third, invite: 'declined' });
    expect(await toldOf(tour.id)).toEqual(once);
    expect(mails.filter(({ to }) => to === agentAccount)).toHaveLength(1);
  });

  it('and moved by its agent in one go: the tour moves, and the agent is told once', async () => {
    const tour = await written();
    const to = (await freeSlots(world))[24]!.startsAt;
    await respond(tour.eventId, tour.email, 'declined');
    await person('PATCH', tour.eventId, timed(to, instantText(Date.parse(to) + 30 * 60_000)));
    await sync();
    expect((await pageOf(tour.id)).tour).toMatchObject({ startsAt: to, invite: 'declined' });
    expect(await toldOf(tour.id)).toEqual(once);
  });

  it('is told of once, if several jobs notice it at the same moment', async () => {
    const tour = await written();
    await respond(tour.eventId, tour.email, 'declined');
    // All jobs read the declination before one of them has noted it.
    const readers = 3;
    await world.sandbox.fault({
      match: { method: 'GET', path: `/events/${tour.eventId}` },
      times: readers,
      then: { held: true },
    });
    const comparing = Array.from({ length: readers }, () => syncTour(world.unit, tour.id));
    await world.sandbox.struck();
    await world.sandbox.release();
    await Promise.all([...comparing, poll(), poll()]);
    await sync();
    expect(await toldOf(tour.id)).toEqual(once);
  });

  it('is not told of again when everything is listed or compared anew', async () => {
    const tour = await written();
    await tour.answer('declined');
    const forget = () =>
      asTenant(world.ctx.db, world.scope, (tx) =>
        tx.update(tourEvents).set({ etag: 'an older one' }).where(eq(tourEvents.tourId, tour.id)),
      );
    await forget();
    await world.sandbox.send('POST', `/_control/google/expire-sync-tokens?account=${agentAccount}`);
    await sync();
    const { event } = await storedTour(world, tour.id);
    expect(event?.etag).not.toBe('an older one');
    await syncTour(world.unit, tour.id);
    await sync();
    expect(await toldOf(tour.id)).toEqual(once);
  });

  it('and accepts after all: the page shows it and nobody is mailed; a second declination is told again', async () => {
    const tour = await written();
    await tour.answer('declined');
    await tour.answer('accepted');
    const { tour: shown, history } = await pageOf(tour.id);
    expect(shown.invite).toBe('accepted');
    expect(history.at(-1)).toMatchObject({
      action: 'guest_reconsidered',
      actor: 'prospect',
      via: 'google_calendar',
      details: { answer: 'accepted' },
    });
    expect(mails).toHaveLength(1);
    await tour.answer('declined');
    expect(await toldOf(tour.id)).toEqual({
      mails: ['sent', 'sent'],
      history: ['guest_declined', 'guest_reconsidered', 'guest_declined'],
    });
    expect(mails).toHaveLength(2);
  });

  it('and changes their mind before the mail is out: nobody is mailed', async () => {
    const tour = await written();
    isMailDown = true;
    await tour.answer('declined');
    expect(await toldOf(tour.id)).toMatchObject({ mails: ['queued'] });
    await tour.answer('accepted');
    isMailDown = false;
    await world.pass(120_000);
    await enqueueDueMessages(world.ctx);
    await eventually(async () =>
      expect((await pageOf(tour.id)).messages).toMatchObject([
        { status: 'dropped', dropReason: 'changed_since' },
      ]),
    );
    expect(mails).toEqual([]);
  });

  it('is told to the property if the agent has no address', async () => {
    const setEmail = (email: string | null) =>
      asTenant(world.ctx.db, world.scope, (tx) =>
        tx.update(profiles).set({ email }).where(eq(profiles.name, 'Maya Chen')),
      );
    const tour = await written();
    await setEmail(null);
    await tour.answer('declined');
    await setEmail(agentAccount);
    expect(mails.map(({ to }) => to)).toEqual([usual.property.contactEmail]);
  });
});

describe('nobody is told', () => {
  it('when somebody else declines: the agent, or another guest', async () => {
    const tour = await written();
    const attendees = [{ email: tour.email }, { email: agentAccount }, { email: 'b@example.org' }];
    await person('PATCH', tour.eventId, { attendees });
    await sync();
    await respond(tour.eventId, agentAccount, 'declined');
    await sync();
    await respond(tour.eventId, 'b@example.org', 'declined');
    await sync();
    expect((await pageOf(tour.id)).tour).toMatchObject({ status: 'confirmed', invite: 'pending' });
    expect(await toldOf(tour.id)).toEqual(never);
    expect(mails).toEqual([]);
  });

  it('when the tour is cancelled, there or here', async () => {
    const there = await written();
    await respond(there.eventId, there.email, 'declined');
    await person('DELETE', there.eventId);
    await sync();
    const here = await written();
    await respond(here.eventId, here.email, 'declined');
    expect((await manage(world, here, '/cancel')).status).toBe(200);
    await sync();
    for (const { id } of [there, here]) {
      expect((await pageOf(id)).tour.status).toBe('cancelled');
      expect(await toldOf(id)).toEqual(never);
    }
    // The event is restored: the tour takes place, and its prospect's answer is news.
    await person('PATCH', there.eventId, { status: 'confirmed' });
    await sync();
    expect((await pageOf(there.id)).tour).toMatchObject({
      status: 'confirmed',
      invite: 'declined',
    });
    expect(await toldOf(there.id)).toEqual(once);
  });

  it('when the tour was cancelled before the mail is out', async () => {
    const tour = await written();
    isMailDown = true;
    await tour.answer('declined');
    expect((await manage(world, tour, '/cancel')).status).toBe(200);
    isMailDown = false;
    await world.pass(120_000);
    await enqueueDueMessages(world.ctx);
    await eventually(async () =>
      expect((await pageOf(tour.id)).messages).toMatchObject([
        { status: 'dropped', dropReason: 'tour_cancelled' },
      ]),
    );
    expect(mails).toEqual([]);
  });

  it.each(['confirmed', 'completed', 'no_show'] as const)(
    'when the tour is over, and %s',
    async (status) => {
      const tour = await written();
      await world.setTime(Date.parse(tour.endsAt) + 60_000);
      await asTenant(world.ctx.db, world.scope, (tx) =>
        tx.update(tourBookings).set({ status }).where(eq(tourBookings.id, tour.id)),
      );
      await tour.answer('declined');
      expect((await pageOf(tour.id)).tour).toMatchObject({ status, invite: 'declined' });
      expect(await toldOf(tour.id)).toEqual(never);
      expect(mails).toEqual([]);
    },
  );
});

it.each([
  ['pending', 'declined', 'guest_declined'],
  ['accepted', 'declined', 'guest_declined'],
  ['tentative', 'declined', 'guest_declined'],
  ['declined', 'declined', undefined],
  ['declined', 'accepted', 'guest_reconsidered'],
  ['declined', 'tentative', 'guest_reconsidered'],
  // The event has another time, or another event stands for the tour: its guests are asked anew.
  ['declined', 'pending', undefined],
  ['pending', 'accepted', undefined],
] as const)('an answer that was %s and is %s: %s', (before, answer, news) => {
  expect(inviteAnswerNews(before, answer)).toBe(news);
});
