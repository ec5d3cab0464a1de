import type { TourPage } from '@luma-leasing/types/dashboard';
import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/eventually.ts';
import { atRest } from '../../../test/jobs.ts';
import { profileOf } from '../../../test/calendars.ts';
import { agentAccount } from '../../../test/sandbox.ts';
import { signIn, type Browser } from '../../../test/members.ts';
import { mailerTo, startSmtp, type Smtp } from '../../../test/smtp.ts';
import { bookedTour, freeSlots, freeTime, storedTour } from '../../../test/tours.ts';
import { usual } from '../../../test/usual-property.ts';
import { createWorld, type World } from '../../../test/world.ts';
import type { Db } from '../../db/client.ts';
import { leads } from '../../db/tables/leads.ts';
import { messages } from '../../db/tables/messages.ts';
import { DAY_MS, MINUTE_MS } from '../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { checkAlertsJob } from '../calendars/job-contracts.ts';
import { enqueueOverdueAlerts } from '../calendars/alerts/enqueue-alerts.ts';
import { queueMessage, sendMessageJob } from '../outbox/queue-message.ts';
import { enqueueDueMessages } from './due-messages.ts';
import { attemptMessage, claimMs } from './attempt-message.ts';

const ben = 'ben@example.com';
const contact = usual.property.contactEmail!;
let smtp: Smtp;
let world: World;
let manager: Browser;
beforeAll(async () => {
  smtp = await startSmtp();
  world = await createWorld({
    overrides: { mailer: mailerTo(smtp) },
    agents: [
      { name: 'Maya', email: agentAccount },
      { name: 'Ben', email: ben },
    ],
  });
  await world.connect();
  manager = await signIn(world, { role: 'manager' });
});
afterAll(async () => {
  await world.stop();
  await smtp.down();
});

type Message = typeof messages.$inferSelect;
const rows = () =>
  transact(world.unit, ({ tx }) => tx.select().from(messages).orderBy(asc(messages.createdAt)));
const of = async (tourId: string) => (await rows()).filter((row) => row.tourId === tourId);
const only = async (tourId: string) => {
  const [row, ...others] = await of(tourId);
  expect(others).toEqual([]);
  return row!;
};
const mailsTo = (address: string) => smtp.mails.filter(({ to }) => to === address);
const sweep = async () => {
  const due = await enqueueDueMessages(world.ctx);
  await atRest(world, sendMessageJob);
  return due;
};
const act = async (id: string, what: string, body = {}) => {
  const answer = await manager.post(`/api/dashboard/tours/${id}/${what}`, body);
  expect(answer.status).toBe(200);
};

let people = 0;
/** A tour that the team cancels, so that its prospect gets a message. */
async function cancelledTour(
  email = `guest${++people}@example.org`,
): Promise<{ id: string; email: string }> {
  // Far ahead, so that the tour is not over while mail is down.
  const startsAt = (await freeSlots(world)).at(-1)!.startsAt;
  const { id } = await bookedTour(world, { email, startsAt });
  await act(id, 'cancel');
  return { id, email };
}

/** Makes each try at its time, as long as it fails and `until` is not reached. */
async function whileDown(id: string, until: number): Promise<void> {
  for (;;) {
    const { nextTryAt, status } = await only(id);
    if (status !== 'queued' || nextTryAt > until) return;
    // The sweep tries nothing earlier.
    await world.setTime(nextTryAt - 1);
    expect(await sweep()).toBe(0);
    await world.setTime(nextTryAt);
    expect(await sweep()).toBe(1);
  }
}
/** Waits until each message was tried once and failed. */
const failedOnce = (find: () => Promise<Message[]>, count = 1) =>
  eventually(async () => {
    const tried = (await find()).filter((row) => row.attempts === 1 && row.lastError !== null);
    expect(tried).toHaveLength(count);
  });

describe('a message while the mail server is down [N5]', () => {
  it.each([
    ['ten minutes', 10 * MINUTE_MS, 5],
    ['two hours', 120 * MINUTE_MS, 8],
  ])('waits for %s, and is then sent once', async (_how, ms, mostTries) => {
    await smtp.down();
    const { id, email } = await cancelledTour();
    const until = world.clock.now() + ms;
    await failedOnce(() => of(id));
    expect((await only(id)).lastError).toContain('ECONNREFUSED');
    await whileDown(id, until);
    await smtp.up();
    await world.setTime((await only(id)).nextTryAt);
    expect(await sweep()).toBe(1);
    const row = await only(id);
    expect(row).toMatchObject({ status: 'sent', sentAt: world.clock.now(), lastError: null });
    expect(row.attempts).toBeLessThanOrEqual(mostTries + 1);
    expect(mailsTo(email)).toMatchObject([
      {
        subject: expect.stringContaining('was cancelled'),
        messageId: `<${row.id}@localhost>`,
      },
    ]);
    await world.pass(DAY_MS);
    expect(await sweep()).toBe(0);
    expect(mailsTo(email)).toHaveLength(1);
  });

  it('that has become pointless is not sent, and its row says why', async () => {
    await smtp.down();
    const email = 'twice@example.org';
    const { id } = await bookedTour(world, { email, startsAt: await freeTime(world, 20) });
    for (const [n, slot] of [22, 24].entries()) {
      await world.pass();
      await act(id, 'reschedule', { startsAt: await freeTime(world, slot) });
      await failedOnce(() => of(id), n + 1);
    }
    await world.pass();
    await act(id, 'cancel');
    await failedOnce(() => of(id), 3);
    await smtp.up();
    await world.pass(5 * MINUTE_MS);
    await sweep();
    expect(
      (await of(id)).map(({ kind, status, dropReason }) => [kind, status, dropReason]),
    ).toEqual([
      ['tour_moved', 'dropped', 'tour_cancelled'],
      ['tour_moved', 'dropped', 'tour_cancelled'],
      ['tour_cancelled', 'sent', null],
    ]);
    expect(mailsTo(email)).toHaveLength(1);
  });

  it('about a move before the last one is not sent', async () => {
    await smtp.down();
    const email = 'moved@example.org';
    const { id } = await bookedTour(world, { email, startsAt: await freeTime(world, 30) });
    for (const [n, slot] of [32, 34].entries()) {
      await world.pass();
      await act(id, 'reschedule', { startsAt: await freeTime(world, slot) });
      await failedOnce(() => of(id), n + 1);
    }
    await smtp.up();
    await world.pass(5 * MINUTE_MS);
    await sweep();
    expect((await of(id)).map(({ status, dropReason }) => [status, dropReason])).toEqual([
      ['dropped', expect.stringMatching(/changed_since|told_by_a_later_one/)],
      ['sent', null],
    ]);
    expect(mailsTo(email)).toHaveLength(1);
  });

  it('that would say the same as a later one is not sent', async () => {
    await smtp.down();
    const email = 'given@example.org';
    const { id } = await bookedTour(world, { email, startsAt: await freeTime(world, 40) });
    const agentOf = async () => (await storedTour(world, id)).tour!.profileId;
    const first = await agentOf();
    const other = (
      await profileOf(
        world,
        first === (await profileOf(world, agentAccount)).id ? ben : agentAccount,
      )
    ).id;
    for (const [n, agentId] of [other, first].entries()) {
      await world.pass();
      await act(id, 'reassign', { agentId, force: true });
      await failedOnce(() => of(id), n + 1);
    }
    await smtp.up();
    await world.pass(5 * MINUTE_MS);
    await sweep();
    expect(
      (await of(id)).map(({ kind, status, dropReason }) => [kind, status, dropReason]),
    ).toEqual([
      ['tour_reassigned', 'dropped', 'told_by_a_later_one'],
      ['tour_reassigned', 'sent', null],
    ]);
    expect(mailsTo(email)).toHaveLength(1);
  });

  it('about a cancellation is sent until a day after the tour, but not later', async () => {
    await smtp.down();
    const startsAt = Date.parse(await freeTime(world));
    const tours = [await bookedTour(world), await bookedTour(world)];
    for (const { id } of tours) await act(id, 'cancel');
    await failedOnce(async () => [...(await of(tours[0]!.id)), ...(await of(tours[1]!.id))], 2);
    await smtp.up();
    await world.setTime(startsAt + 12 * 60 * MINUTE_MS);
    await attemptMessage(world.unit, (await only(tours[0]!.id)).id);
    await world.setTime(startsAt + 2 * DAY_MS);
    await attemptMessage(world.unit, (await only(tours[1]!.id)).id);
    expect(await only(tours[0]!.id)).toMatchObject({ status: 'sent' });
    expect(await only(tours[1]!.id)).toMatchObject({ status: 'dropped', dropReason: 'tour_over' });
  });

  it('about a person who was erased is not sent', async () => {
    await smtp.down();
    const asked = await world.post('/api/lumaleasing/leads', {
      kind: 'question',
      message: 'Is there a pool?',
      email: 'gone@example.org',
    });
    expect(asked.status).toBe(201);
    const question = async () => (await rows()).find(({ kind }) => kind === 'lead_message')!;
    await failedOnce(async () => [await question()]);
    await transact(world.unit, ({ tx }) =>
      tx.delete(leads).where(eq(leads.email, 'gone@example.org')),
    );
    await smtp.up();
    await world.pass(5 * MINUTE_MS);
    await sweep();
    expect(await question()).toMatchObject({ status: 'dropped', dropReason: 'erased' });
    expect(mailsTo(contact)).toEqual([]);
  });
});

describe('an address that is refused', () => {
  it.each([
    ['550 5.1.1 no such user', 'failed'],
    ['553 unknown', 'failed'],
    ['450 4.2.1 try again later', 'queued'],
    // The operator can correct this one, for example a missing login.
    ['550 5.7.1 relaying denied', 'queued'],
  ])('with “%s” leaves the message %s', async (answer, status) => {
    const email = `refused${++people}@example.org`;
    smtp.refuse(email, answer);
    const { id } = await cancelledTour(email);
    await failedOnce(() => of(id));
    expect((await only(id)).status).toBe(status);
    expect((await only(id)).lastError).toContain(answer.split(' ').at(-1));
    // Members do not see the mail server's words.
    const page = await (await manager.get(`/api/dashboard/tours/${id}`)).text();
    expect(page).not.toContain(answer.split(' ').at(-1));
    expect((JSON.parse(page) as TourPage).messages.at(-1)!.error).toBe(
      status === 'failed' ? 'address_refused' : 'mail_server_refused',
    );
    await transact(world.unit, ({ tx }) => tx.delete(messages).where(eq(messages.tourId, id)));
  });
});

describe('a message is sent once', () => {
  /** A message as the transaction of its cause leaves it, before a worker has seen it. */
  async function unsent(sentAt: number | null = null) {
    const { id: tourId, email } = await cancelledTour();
    await eventually(async () => expect((await only(tourId)).status).toBe('sent'));
    const now = world.clock.now();
    const [row] = await transact(world.unit, ({ tx }) =>
      tx
        .update(messages)
        .set({ status: 'queued', attempts: 0, sentAt, endedAt: null, nextTryAt: now })
        .where(eq(messages.tourId, tourId))
        .returning(),
    );
    smtp.mails.splice(0);
    return { id: row!.id, tourId, email };
  }

  it('by one of many workers that try at the same time', async () => {
    const { id, email } = await unsent();
    await Promise.all(Array.from({ length: 8 }, () => attemptMessage(world.unit, id)));
    expect(mailsTo(email)).toHaveLength(1);
  });

  it('by another server if the first was killed, as soon as its claim ends', async () => {
    const { tourId, email } = await unsent(world.clock.now());
    await world.pass(claimMs);
    expect(await sweep()).toBe(0);
    await world.pass(1);
    expect(await sweep()).toBe(1);
    expect(mailsTo(email)).toHaveLength(1);
    expect((await only(tourId)).status).toBe('sent');
  });

  it('also if a worker that has lost its claim gets an error at last', async () => {
    const { id, tourId, email } = await unsent();
    const [isSending, mayAnswer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let second: Promise<void> | undefined;
    smtp.refuse(email, '450 4.3.0 not now');
    smtp.before('recipient', async () => {
      await world.pass(claimMs + 1);
      smtp.refuse(email, '');
      smtp.before('mail', () => {
        isSending.resolve();
        return mayAnswer.promise;
      });
      second = attemptMessage(world.unit, id);
      await isSending.promise;
    });
    await attemptMessage(world.unit, id);
    // The message now belongs to the other worker.
    expect(await only(tourId)).toMatchObject({ lastError: null, attempts: 2 });
    await world.pass(MINUTE_MS + 1);
    expect(await sweep()).toBe(0);
    mayAnswer.resolve();
    await second;
    expect((await only(tourId)).status).toBe('sent');
    expect(mailsTo(email)).toHaveLength(1);
  });

  it('although the database is away when the sending is to be recorded', async () => {
    const { id, tourId, email } = await unsent();
    let away = 0;
    const transaction = (...input: Parameters<Db['transaction']>) => {
      if (mailsTo(email).length > 0 && away++ < 2) throw new Error('the database is away');
      return world.ctx.db.transaction(...input);
    };
    const db = new Proxy(world.ctx.db, {
      get: (target, name) =>
        name === 'transaction' ? transaction : (Reflect.get(target, name) as unknown),
    });
    const unit: UnitOfWork = { ...world.unit, ctx: { ...world.ctx, db } };
    await attemptMessage(unit, id);
    expect(away).toBe(3);
    expect((await only(tourId)).status).toBe('sent');
    await world.pass(claimMs + 1);
    expect(await sweep()).toBe(0);
    expect(mailsTo(email)).toHaveLength(1);
  });

  it('or twice with one Message-ID, if the connection breaks before the mail server’s answer', async () => {
    const { tourId, email } = await unsent();
    smtp.before('mail', () => smtp.down());
    await sweep();
    await smtp.up();
    await world.pass(2 * MINUTE_MS);
    expect(await sweep()).toBe(1);
    expect((await only(tourId)).status).toBe('sent');
    const [first, second] = mailsTo(email);
    expect(second?.messageId).toBe(first?.messageId);
    expect(mailsTo(email)).toHaveLength(2);
  });
});

describe('a message that cannot be sent for five days', () => {
  const alerts = async () => (await rows()).filter(({ kind }) => kind === 'calendar_alert');
  const raise = async () => {
    await enqueueOverdueAlerts(world.ctx);
    await atRest(world, checkAlertsJob);
    await atRest(world, sendMessageJob);
  };
  let failed: { id: string; email: string };

  it('is given up after three days, and is shown as failed', async () => {
    await smtp.down();
    failed = await cancelledTour();
    const began = world.clock.now();
    await failedOnce(() => of(failed.id));
    await whileDown(failed.id, began + 5 * DAY_MS);
    const row = await only(failed.id);
    expect(row).toMatchObject({ status: 'failed', endedAt: began + 3 * DAY_MS, sentAt: null });
    expect(row.attempts).toBeGreaterThan(17);
    await world.setTime(began + 5 * DAY_MS);
    await smtp.up();
    expect(await sweep()).toBe(0);
    expect(mailsTo(failed.email)).toEqual([]);

    const page = await manager.get(`/api/dashboard/tours/${failed.id}`);
    expect(((await page.json()) as TourPage).messages).toMatchObject([
      {
        kind: 'tour_cancelled',
        recipient: failed.email,
        status: 'failed',
        nextTryAt: null,
        error: 'unreachable',
      },
    ]);
    const metrics = await world.ctx.metrics.registry.metrics();
    expect(metrics).toMatch(/luma_messages_total\{kind="tour_cancelled",outcome="failed"\} \d/);
  });

  it('is reported to the manager, once', async () => {
    smtp.mails.splice(0);
    await raise();
    const [alert] = mailsTo(contact);
    expect(alert?.subject).toContain('needs your attention');
    expect(alert?.text.replaceAll('=\r\n', '')).toContain(failed.email);
    await raise();
    await world.pass(2 * DAY_MS);
    await raise();
    expect(mailsTo(contact)).toHaveLength(1);
  });

  it('is reported in one mail when mail works again, if the alert could not be sent either', async () => {
    await smtp.down();
    smtp.mails.splice(0);
    const before = (await alerts()).length;
    const raised = async () => (await alerts()).slice(before).map(({ status }) => status);
    const first = await cancelledTour();
    await failedOnce(() => of(first.id));
    await whileDown(first.id, Infinity);
    const later = await cancelledTour();
    for (let hours = 0; hours < 5 * 24; hours += 6) {
      await raise();
      await world.pass(6 * 60 * MINUTE_MS);
      await sweep();
    }
    expect((await only(later.id)).status).toBe('failed');
    // A failed alert causes no further alert at once: the second one is raised after it.
    expect(await raised()).toEqual(['failed', 'queued']);
    await smtp.up();
    await world.pass(6 * 60 * MINUTE_MS);
    await sweep();
    for (let days = 0; days < 3; days++) {
      await raise();
      await world.pass(DAY_MS);
    }
    expect(await raised()).toEqual(['failed', 'sent']);
    const [alert, ...others] = mailsTo(contact);
    expect(others).toEqual([]);
    const text = alert!.text.replaceAll('=\r\n', '');
    for (const { email } of [first, later]) expect(text).toContain(email);
  });

  it('is quoted in the alert if a visitor left it for the team, and the team can be reached again', async () => {
    const team = async (contactEmail: string) =>
      world.database.asSuperuser(`update properties set contact_email = '${contactEmail}'
        where id = '${world.scope.propertyId}'`);
    const question = async () =>
      (await rows()).filter(({ kind }) => kind === 'lead_message').at(-1)!;
    const ask = async (message: string) => {
      const input = { kind: 'question', message, email: 'ana@example.org', firstName: 'Ana' };
      expect((await world.post('/api/lumaleasing/leads', input)).status).toBe(201);
      await atRest(world, sendMessageJob);
    };
    await world.pass(DAY_MS);
    smtp.mails.splice(0);
    await team('wrong@example.com');
    smtp.refuse('wrong@example.com', '550 5.1.1 no such user');
    await ask('Is there a pool?');
    expect(await question()).toMatchObject({ status: 'failed' });
    await raise();
    expect(smtp.mails).toEqual([]);
    smtp.refuse('wrong@example.com', '450 4.2.1 not now');
    await world.pass();
    await ask('Is there a gym?');
    expect(await question()).toMatchObject({ status: 'queued', attempts: 1 });
    await team('right@example.com');
    await world.pass(DAY_MS);
    await sweep();
    await raise();
    expect(await question()).toMatchObject({ status: 'sent', recipient: 'right@example.com' });
    const [gym, alert, ...others] = mailsTo('right@example.com');
    expect(others).toEqual([]);
    expect(gym!.text).toContain('Is there a gym?');
    expect(alert!.text).toContain('Is there a pool?');
    expect(alert!.text).toContain('ana@example.org');
    expect(alert!.text).not.toContain('Is there a gym?');
  });
});

it('a message of a kind that only a later version knows is not sent, and waits for that version [N5]', async () => {
  const email = 'later@example.org';
  const { id: tourId } = await bookedTour(world, { email, startsAt: await freeTime(world, 12) });
  const kind = 'of_a_later_version' as Message['kind'];
  await transact(world.unit, (unit) =>
    queueMessage(unit, { kind, tourId, recipient: email, dedupeKey: `later:${tourId}` }),
  );
  await failedOnce(() => of(tourId));
  expect(await only(tourId)).toMatchObject({
    status: 'queued',
    lastError: expect.stringContaining(kind),
  });
  expect(mailsTo(email)).toEqual([]);
});
