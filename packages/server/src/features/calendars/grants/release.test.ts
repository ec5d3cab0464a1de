import type { Disconnected } from '@luma-leasing/types/calendar';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  askedDuring,
  connectionOf,
  released,
  releases,
  synced,
} from '../../../../test/calendars.ts';
import { ask, seenConnections } from '../../../../test/connections.ts';
import { openConsent, walkConsent } from '../../../../test/consent.ts';
import { eventually } from '../../../../test/eventually.ts';
import { type Browser, signIn } from '../../../../test/members.ts';
import { agentAccount, type Fault } from '../../../../test/sandbox.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { calendarConnections, calendarReleases } from '../../../db/tables/calendars.ts';
import { deleteOldRows } from '../../../jobs/housekeeping.ts';
import { RetryLater } from '../../../jobs/retry-later.ts';
import { unseal } from '../../../lib/crypto.ts';
import { releaseGrantJob } from '../job-contracts.ts';
import { accessTokenOf } from './access-token.ts';
import { enqueueReleases, releaseAccount } from './release-account.ts';
import { tokenPlace } from './token.ts';

const day = 86_400_000;
let world: World;
let owner: Browser;
beforeAll(async () => {
  world = await createWorld();
  owner = await signIn(world, { role: 'owner' });
  await world.addProperty({
    slug: 'elsewhere',
    key: 'pk_elsewhere',
    agents: [{ name: 'Maya Chen', email: 'maya@elsewhere.example' }],
  });
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.send('DELETE', '/_control/faults');
  await released(world);
  await world.pass(20_000);
  expect((await world.connect()).status).toBe(200);
  await synced(world);
  await eventually(async () =>
    expect((await seen()).calendars[0]!.channelExpiresAt).not.toBeNull(),
  );
});

const seen = async () => (await seenConnections(owner))[0]!;
const disconnect = async () =>
  ask<Disconnected>(owner, 'post', 'disconnect', { connection: (await seen()).id });
const newest = async () => (await releases(world)).at(-1)!;
const order = (path: string, then: Fault['then'], times = 1) =>
  world.sandbox.fault({ match: { path }, times, then });
const asked = async () => {
  const { items } = await world.sandbox.get<{ items: { path: string; status: number }[] }>(
    '/_control/requests',
  );
  return items.filter(({ path }) => /^.(token|revoke|channels)|stop$/.test(path));
};
const live = async () => {
  const path = `/_control/google/channels?account=${agentAccount}`;
  const { items } = await world.sandbox.get<{ items: { live: boolean }[] }>(path);
  return items.filter((one) => one.live);
};

describe('giving a grant back [C5]', () => {
  it('is done by a job, nobody waits for it; the sealed token is kept until then', async () => {
    await order('/channels/stop', { held: true });
    await askedDuring(world, async () => {
      expect(await disconnect()).toMatchObject({ status: 200, grant: 'revoking' });
      expect((await asked()).map(({ path }) => path)).not.toContain('/revoke');
      expect(await connectionOf(world, agentAccount)).toMatchObject({
        accessToken: null,
        refreshToken: null,
      });
      expect((await newest()).refreshToken).toMatch(/^k1\./);
      await world.sandbox.release();
      await released(world);
      expect((await asked()).at(-1)).toMatchObject({ path: '/revoke', status: 200 });
    });
    expect(await live()).toEqual([]);
  });

  it('is tried until the provider accepts it', async () => {
    await order('^/revoke$', { status: 503 }, 2);
    await askedDuring(world, async () => {
      await disconnect();
      await released(world);
      const revoked = (await asked()).filter(({ path }) => path === '/revoke');
      expect(revoked.map(({ status }) => status)).toEqual([503, 503, 200]);
    });
  });

  it('is given up after a day, and says what to do', async () => {
    await order('^/revoke$', { status: 503 }, 0);
    await disconnect();
    await eventually(async () => expect((await newest()).revokingUntil).not.toBeNull());
    expect((await newest()).refreshToken).not.toBeNull();
    await world.pass(day);
    await released(world);
    expect((await seen()).error).toContain('security settings of agent@example.com');
    await world.pass(8 * day);
    await deleteOldRows(world.ctx);
    expect(await releases(world)).toEqual([]);
    owner = await signIn(world, { role: 'owner' });
  });

  it('is queued again if its job was lost', async () => {
    await order('^/revoke$', { status: 503 }, 0);
    await disconnect();
    await eventually(async () => expect((await newest()).revokingUntil).not.toBeNull());
    await world.ctx.queue.boss.deleteAllJobs(releaseGrantJob.queue);
    await world.sandbox.send('DELETE', '/_control/faults');
    await world.pass(8 * day);
    await deleteOldRows(world.ctx);
    expect((await newest()).refreshToken).not.toBeNull();
    expect(await enqueueReleases(world.ctx)).toBe(1);
    await released(world);
    expect(await enqueueReleases(world.ctx)).toBe(0);
    owner = await signIn(world, { role: 'owner' });
    expect((await seen()).error).toBeNull();
  });

  it('does not stop disconnecting if the token cannot be unsealed any more', async () => {
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .update(calendarConnections)
        .set({ refreshToken: sql`'k0.' || substr(${calendarConnections.refreshToken}, 4)` }),
    );
    expect(await disconnect()).toMatchObject({ status: 200, grant: 'revoking' });
    expect((await seen()).state).toBe('not_connected');
    await world.pass(day);
    await enqueueReleases(world.ctx);
    await released(world);
    expect((await seen()).error).toContain('security settings');
  });

  it('keeps the grant if the account was connected anew before', async () => {
    await order('/channels/stop', { status: 503 }, 0);
    await disconnect();
    expect((await world.connect()).status).toBe(200);
    await askedDuring(world, async () => {
      await world.sandbox.send('DELETE', '/_control/faults');
      await released(world);
      const told = (await asked()).map(({ path }) => path);
      expect(told).toContain('/calendar/v3/channels/stop');
      expect(told).not.toContain('/revoke');
    });
    await world.pass(2 * 3_600_000);
    const { id } = await connectionOf(world, agentAccount);
    expect(await accessTokenOf(world.unit, id)).toMatch(/^ya29\./);
  });

  it('waits for an agent who is at the consent page', async () => {
    await order('/channels/stop', { status: 503 }, 0);
    await disconnect();
    const consent = { account: agentAccount, agent: agentAccount };
    const { callback, cookie } = await openConsent(world.ctx, world.app, consent);
    await world.sandbox.send('DELETE', '/_control/faults');
    const { id } = await newest();
    await expect(releaseAccount(world.unit, id, false)).rejects.toThrow(RetryLater);
    expect((await world.request(callback, { headers: { cookie } })).status).toBe(200);
    await releaseAccount(world.unit, id, false);
    expect((await newest()).refreshToken).toBeNull();
    expect((await seen()).state).not.toBe('error');
  });

  it('lets nobody store a new grant while the old one is being ended', async () => {
    await disconnect();
    await released(world);
    const until = (revokingUntil: number) =>
      asTenant(world.ctx.db, world.scope, (tx) =>
        tx.update(calendarReleases).set({ revokingUntil }),
      );
    await until(world.clock.now() + 1);
    const elsewhere = {
      account: agentAccount,
      agent: 'maya@elsewhere.example',
      slug: 'elsewhere',
    };
    const refused = await walkConsent(world.ctx, world.app, elsewhere);
    expect(await refused.text()).toContain('Code: OAUTH_EXCHANGE_FAILED');
    const stored = await world.database.asSuperuser(
      'select disconnected_at is null as connected from calendar_connections',
    );
    expect(stored).toEqual([{ connected: false }]);
    await until(world.clock.now());
    expect((await walkConsent(world.ctx, world.app, elsewhere)).status).toBe(200);
  });

  it('continues with the token that the last try was given', async () => {
    const body = { access_token: 'ya29.x', expires_in: 3599, refresh_token: '1//0rotated' };
    await order('^/token$', { body });
    await disconnect();
    await eventually(async () => {
      const release = await newest();
      const { organizationId, connectionId: id } = release;
      const place = tokenPlace({ organizationId, id }, 'refresh_token');
      const token = unseal(world.ctx.config.ENCRYPTION_KEYS, place, release.refreshToken!);
      expect(token).toBe('1//0rotated');
    });
  });

  it('asks nobody to remove a grant that another connection uses', async () => {
    await order('/channels/stop', { status: 503 }, 0);
    const elsewhere = { account: agentAccount, agent: 'maya@elsewhere.example', slug: 'elsewhere' };
    expect((await walkConsent(world.ctx, world.app, elsewhere)).status).toBe(200);
    expect(await disconnect()).toMatchObject({ grant: 'kept' });
    await world.pass(day);
    await enqueueReleases(world.ctx);
    await released(world);
    expect(await newest()).toMatchObject({ revokingUntil: null });
    owner = await signIn(world, { role: 'owner' });
    expect((await seen()).error).toBeNull();
  });
});
