import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askedDuring, synced, timed } from '../../../../test/calendars.ts';
import { eventually } from '../../../../test/eventually.ts';
import { atRest, jobsOf } from '../../../../test/jobs.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import { bookedTour, freeTime, storedTour, writtenEvent } from '../../../../test/tours.ts';
import { openWebhook, type Webhook } from '../../../../test/webhook.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { calendarChannels } from '../../../db/tables/calendars.ts';
import { mirrorEvents } from '../../../db/tables/mirror.ts';
import { syncCalendarJob } from '../../calendars/job-contracts.ts';
import { enqueueChannelRenewals, enqueueDueSyncs } from './due-calendars.ts';

const day = 86_400_000;

interface SandboxChannel {
  id: string;
  resourceId: string;
  live: boolean;
  ended: string | null;
}

let world: World;
let webhook: Webhook;
beforeAll(async () => {
  webhook = await openWebhook();
  world = await createWorld({ settings: { GOOGLE_CALENDAR_WEBHOOK_URL: webhook.url } });
  webhook.serve(world);
  await world.connect();
  await synced(world);
  await eventually(async () => expect(await live()).toHaveLength(1));
});
afterAll(async () => {
  await world.stop();
  await webhook.close();
});

const live = async () => {
  const { items } = await world.sandbox.get<{ items: SandboxChannel[] }>(
    `/_control/google/channels?account=${agentAccount}`,
  );
  return items.filter((one) => one.live);
};
const ours = () => asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(calendarChannels));
const mirrored = async (id: string) => {
  const rows = await asTenant(world.ctx.db, world.scope, (tx) => tx.select().from(mirrorEvents));
  return rows.find((one) => one.providerEventId === id);
};
/** A push as the provider sends it for the open channel. */
const genuine = async () => {
  const [channel] = await live();
  return {
    'x-goog-channel-id': channel!.id,
    'x-goog-channel-token': String(webhook.heard[0]!.headers['x-goog-channel-token']),
    'x-goog-resource-id': channel!.resourceId,
    'x-goog-channel-expiration': String(webhook.heard[0]!.headers['x-goog-channel-expiration']),
  };
};
const push = async (headers: Record<string, string>, body?: string) =>
  world.app.request('/api/lumaleasing/calendar/webhook', {
    method: 'POST',
    headers: { 'x-goog-resource-state': 'exists', ...headers },
    ...(body === undefined ? {} : { body }),
  });

describe('a push [S3]', () => {
  // So long after the calendar's last sync that a push is followed at once.
  beforeEach(() => world.pass(3_000));

  it('brings a change of the calendar without a poll', async () => {
    const { id } = await world.sandbox.addEvent(
      timed('2026-01-28T15:00:00Z', '2026-01-28T17:00:00Z'),
    );
    await eventually(async () => expect(await mirrored(id!)).toBeDefined());
    expect(webhook.heard[0]?.headers['x-goog-resource-state']).toBe('sync');
    expect(new Set(webhook.heard.map((one) => one.status))).toEqual(new Set([204]));
  });

  it('moves a tour within seconds', async () => {
    const booking = await bookedTour(world);
    const event = await writtenEvent(world, booking.id);
    const startsAt = await freeTime(world, 5);
    const end = new Date(Date.parse(startsAt) + 1_800_000).toISOString();
    await world.pass(3_000);
    await world.sandbox.send(
      'PATCH',
      `/_control/google/events/${event.id}?account=${agentAccount}`,
      timed(startsAt, end),
    );
    await eventually(async () =>
      expect((await storedTour(world, booking.id)).tour?.startsAt).toBe(Date.parse(startsAt)),
    );
  });

  it('makes a burst cost a handful of calls', async () => {
    const headers = await genuine();
    const asked = await askedDuring(world, async () => {
      const answers = await Promise.all(Array.from({ length: 200 }, () => push(headers)));
      expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([204]));
      await idle();
    });
    expect(asked.filter((one) => one.path.endsWith('/events')).length).toBeLessThanOrEqual(5);
  });

  it('is followed at once, the next one a second later: a long burst costs no more than a short one', async () => {
    const headers = await genuine();
    const waits = async () => {
      expect((await push(headers)).status).toBe(204);
      const jobs = await jobsOf(world, syncCalendarJob);
      const newest = jobs.toSorted((a, b) => +b.createdOn - +a.createdOn)[0]!;
      await idle();
      return +newest.startAfter - +newest.createdOn;
    };
    expect(await waits()).toBe(0);
    // By this clock, the calendar was synced at this very moment.
    expect(await waits()).toBe(1_000);
    await world.pass(2_000);
    expect(await waits()).toBe(0);
  });

  it.each([
    ['of an unknown channel', { 'x-goog-channel-id': '00000000-0000-4000-8000-000000000000' }],
    ['of no channel at all', { 'x-goog-channel-id': 'what ever' }],
    ['with a wrong token', { 'x-goog-channel-token': 'guessed' }],
    ['without a token', { 'x-goog-channel-token': '' }],
    [
      'with a wrong token, though only `sync`',
      { 'x-goog-channel-token': 'x', 'x-goog-resource-state': 'sync' },
    ],
    ['of another resource', { 'x-goog-resource-id': 'elsewhere' }],
  ])('%s is refused, and asks for nothing', async (_what, wrong) => {
    const [channel] = await live();
    const asked = await askedDuring(world, async () => {
      const answer = await push(
        {
          'x-goog-channel-id': channel!.id,
          'x-goog-channel-token': String(webhook.heard[0]!.headers['x-goog-channel-token']),
          'x-goog-resource-id': channel!.resourceId,
          ...wrong,
        },
        '{"anything": ["at", "all"]',
      );
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ error: { code: 'PUSH_REFUSED' } });
      await idle();
    });
    expect(asked).toEqual([]);
  });
});

describe('the body of a push', () => {
  it('is ignored, however long: the token alone decides, and the push is counted', async () => {
    const [channel] = await live();
    const refused = async () => {
      const { values } = await world.ctx.metrics.pushes.get();
      return values.find((one) => one.labels['outcome'] === 'refused')?.value ?? 0;
    };
    const before = await refused();
    const pushed = (token: string) =>
      push(
        {
          'x-goog-channel-id': channel!.id,
          'x-goog-channel-token': token,
          'x-goog-resource-id': channel!.resourceId,
          'Content-Length': '100000',
        },
        'x'.repeat(100_000),
      );
    expect((await pushed('guessed')).status).toBe(403);
    expect(await refused()).toBe(before + 1);
    const { status } = await pushed(String(webhook.heard[0]!.headers['x-goog-channel-token']));
    expect(status).toBe(204);
  });
});

describe('pushes that prove nothing', () => {
  it('cost no query after too many from one address; pushes from other addresses are still heard', async () => {
    const refused = async () => {
      const { values } = await world.ctx.metrics.pushes.get();
      return values.find(({ labels }) => labels.outcome === 'refused')?.value ?? 0;
    };
    const before = await refused();
    const real = await genuine();
    const forged = { ...real, 'x-goog-channel-token': 'guessed' };
    const statuses: number[] = [];
    for (let n = 0; n < 620; n++) {
      statuses.push((await push({ ...forged, 'X-Forwarded-For': 'a forger' })).status);
      // PGlite answers without yielding to the event loop: closed connections to the sandbox must be noticed.
      if (n % 50 === 0) await new Promise(setImmediate);
    }
    expect(statuses).toEqual([...Array(600).fill(403), ...Array(20).fill(429)]);
    expect(await refused()).toBe(before + 600);
    expect((await push({ ...real, 'X-Forwarded-For': 'a provider' })).status).toBe(204);
  });
});

describe('channels [S3]', () => {
  it('whose opening was never answered get their data from their first push', async () => {
    const [known] = await ours();
    const forgotten = { resourceId: null, expiresAt: null };
    await asTenant(world.ctx.db, world.scope, (tx) => tx.update(calendarChannels).set(forgotten));
    const headers = await genuine();
    const forged = await push({ ...headers, 'x-goog-channel-token': 'guessed' });
    expect(forged.status).toBe(403);
    expect(await ours()).toMatchObject([forgotten]);
    expect((await push({ ...headers, 'x-goog-resource-state': 'sync' })).status).toBe(204);
    const { resourceId, expiresAt } = known!;
    // Pushes give the expiry in whole seconds.
    expect(await ours()).toMatchObject([
      { resourceId, expiresAt: Math.floor(expiresAt! / 1000) * 1000 },
    ]);
  });

  it('are renewed two days ahead, the new one before the old one is stopped', async () => {
    const [old] = await live();
    await world.pass(4 * day);
    expect(await enqueueChannelRenewals(world.ctx)).toBe(0);
    await world.pass(1.5 * day);
    expect(await enqueueChannelRenewals(world.ctx)).toBe(1);
    await eventually(async () => {
      const now = await live();
      expect(now).toHaveLength(1);
      expect(now[0]!.id).not.toBe(old!.id);
    });
    expect((await ours()).filter((one) => one.stoppedAt === null)).toHaveLength(1);
    expect(await enqueueChannelRenewals(world.ctx)).toBe(0);
  });

  it('that ended during eight days offline are opened anew, and the poll brings what was missed', async () => {
    await world.pass(8 * day);
    expect(await live()).toEqual([]);
    const soon = new Date(world.clock.now() + day).toISOString();
    const { id } = await world.sandbox.addEvent(timed(soon, soon.replace(/T../, 'T23')));
    expect(await enqueueDueSyncs(world.ctx)).toBe(1);
    expect(await enqueueChannelRenewals(world.ctx)).toBe(1);
    await eventually(async () => {
      expect(await mirrored(id!)).toBeDefined();
      expect(await live()).toHaveLength(1);
    });
    // Channels that have ended are deleted after a while.
    await eventually(async () => expect(await ours()).toHaveLength(1));
  });
});

/** Waits until no sync is queued and none runs. */
const idle = () => atRest(world, syncCalendarJob);
