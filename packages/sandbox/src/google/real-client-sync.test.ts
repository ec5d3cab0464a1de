import type { calendar_v3 } from '@googleapis/calendar';
import { describe, expect, it } from 'vitest';
import { connectGooglesClient } from '../../test/googles-client.ts';
import { Receiver } from '../../test/receiver.ts';
import { timed } from '../../test/sandbox.ts';

const tour = timed('2026-01-28T15:00:00Z', '2026-01-28T15:30:00Z');
const inPrimary = { calendarId: 'primary' };

/** All pages of a listing, read as Google's guide to synchronization says. */
async function listAll(
  client: calendar_v3.Calendar,
  params: calendar_v3.Params$Resource$Events$List,
) {
  const items: calendar_v3.Schema$Event[] = [];
  for (let pageToken: string | undefined; ;) {
    const { data } = await client.events.list({
      ...inPrimary,
      ...params,
      ...(pageToken && { pageToken }),
    });
    items.push(...(data.items ?? []));
    pageToken = data.nextPageToken ?? undefined;
    if (pageToken === undefined) return { items, syncToken: data.nextSyncToken ?? '' };
  }
}

describe('Google’s own client', () => {
  it('syncs page by page, and starts over when its token is dead', async () => {
    const { sandbox, client } = await connectGooglesClient();
    for (const id of ['aaaaa', 'bbbbb', 'ccccc']) {
      await client.events.insert({ ...inPrimary, requestBody: { ...tour, id } });
    }
    const full = await listAll(client, { maxResults: 2 });
    expect(full.items).toHaveLength(3);
    await client.events.delete({ ...inPrimary, eventId: 'bbbbb' });
    await client.events.patch({
      ...inPrimary,
      eventId: 'ccccc',
      requestBody: { summary: 'Moved' },
    });
    const { items, syncToken } = await listAll(client, {
      syncToken: full.syncToken,
      maxResults: 1,
    });
    expect(items).toMatchObject([
      { id: 'bbbbb', status: 'cancelled' },
      { id: 'ccccc', summary: 'Moved' },
    ]);
    await expect(
      client.events.list({ ...inPrimary, syncToken, timeMin: '2026-01-01T00:00:00Z' }),
    ).rejects.toMatchObject({ status: 400 });
    await sandbox.send('POST', '/_control/google/expire-sync-tokens');
    await expect(client.events.list({ ...inPrimary, syncToken })).rejects.toMatchObject({
      status: 410,
      response: { data: { error: { errors: [{ reason: 'fullSyncRequired' }] } } },
    });
    expect((await listAll(client, {})).items).toHaveLength(2);
  });

  it('watches, is told, and stops', async () => {
    const { client } = await connectGooglesClient();
    const receiver = await new Receiver().listen();
    const { data: channel } = await client.events.watch({
      ...inPrimary,
      requestBody: {
        id: 'c-1',
        type: 'web_hook',
        address: receiver.address,
        token: 'secret',
        params: { ttl: '3600' },
      },
    });
    expect(Number(channel.expiration) - Date.now()).toBeLessThanOrEqual(3_600_000);
    await client.events.insert({ ...inPrimary, requestBody: tour });
    await receiver.atLeast(2);
    expect(new Set(receiver.states())).toEqual(new Set(['sync', 'exists']));
    const { id = null, resourceId = null } = channel;
    await client.channels.stop({ requestBody: { id, resourceId } });
    await expect(client.channels.stop({ requestBody: { id, resourceId } })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('meets the quota', async () => {
    const { sandbox, client } = await connectGooglesClient();
    await sandbox.json('POST', '/_control/google/quota', { perUserPerMinute: 1 });
    await client.events.list(inPrimary);
    await expect(client.events.insert({ ...inPrimary, requestBody: tour })).rejects.toMatchObject({
      status: 403,
      response: { data: { error: { errors: [{ reason: 'userRateLimitExceeded' }] } } },
    });
  });
});
