import { describe, expect, it } from 'vitest';
import { AGENT, reasonOf, runSandbox, TOUR } from '../../test/sandbox.ts';
import type { CalendarClient } from '../../test/sandbox.ts';

const QUOTA = '/_control/google/quota';

async function limited(order: object) {
  const sandbox = await runSandbox();
  const calendar = await sandbox.calendar();
  const { status } = await sandbox.json('POST', QUOTA, order);
  return { sandbox, calendar, status };
}

const ask = (calendar: CalendarClient) => calendar.request('GET', '/calendars/primary');

describe('a quota', () => {
  it('refuses what one user asks beyond it, and does nothing of it', async () => {
    const { sandbox, calendar } = await limited({ perUserPerMinute: 2 });
    await ask(calendar);
    sandbox.sandbox.clock.advance(10_000);
    await ask(calendar);
    const answer = await calendar.insert(TOUR);
    expect(answer.headers.get('retry-after')).toBe('50');
    expect([answer.status, answer.body['error']?.['errors']]).toEqual([
      403,
      [
        {
          domain: 'usageLimits',
          reason: 'userRateLimitExceeded',
          message: 'User Rate Limit Exceeded',
        },
      ],
    ]);
    const other = await sandbox.calendar('agent2@example.com');
    expect((await ask(other)).status).toBe(200);
    expect((await sandbox.send('GET', QUOTA)).body).toEqual({
      limits: { perUserPerMinute: 2, perMinute: 10_000, status: 403, retryAfter: true },
      lastMinute: [
        { account: AGENT, requests: 2 },
        { account: 'agent2@example.com', requests: 1 },
      ],
      refused: 1,
    });
    sandbox.sandbox.clock.advance(50_000);
    expect((await calendar.insert(TOUR)).status).toBe(200);
  });

  it('refuses what all ask together, with 429 when so ordered', async () => {
    const { sandbox, calendar } = await limited({ perMinute: 1, status: 429, retryAfter: false });
    await ask(calendar);
    const answer = await ask(await sandbox.calendar('agent2@example.com'));
    expect([answer.status, reasonOf(answer)]).toEqual([429, 'rateLimitExceeded']);
    expect(answer.headers.has('retry-after')).toBe(false);
  });

  it('is Google’s own by default, and none once it is deleted or all is reset', async () => {
    const { sandbox, calendar } = await limited({});
    const limits = async () => (await sandbox.send('GET', QUOTA)).body['limits'];
    expect(await limits()).toMatchObject({ perUserPerMinute: 600, perMinute: 10_000 });
    await sandbox.json('POST', QUOTA, { perUserPerMinute: 1 });
    await ask(calendar);
    expect((await ask(calendar)).status).toBe(403);
    expect((await sandbox.send('DELETE', QUOTA)).status).toBe(204);
    expect((await ask(calendar)).status).toBe(200);
    await sandbox.json('POST', QUOTA, {});
    await sandbox.send('POST', '/_control/reset');
    expect(await limits()).toBeNull();
  });

  it('must make sense', async () => {
    expect((await limited({ perUserPerMinute: 0 })).status).toBe(400);
    expect((await limited({ status: 500 })).status).toBe(400);
  });
});
