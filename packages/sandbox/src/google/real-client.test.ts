import { describe, expect, it } from 'vitest';
import { connectGooglesClient } from '../../test/googles-client.ts';
import { AGENT, timed } from '../../test/sandbox.ts';

describe('Google’s own client', () => {
  it('signs in, writes, reads, and meets Google’s errors', async () => {
    const { client } = await connectGooglesClient();
    const requestBody = timed('2026-01-28T15:00:00Z', '2026-01-28T15:30:00Z', { id: 'tour00001' });
    const inserted = await client.events.insert({ calendarId: 'primary', requestBody });
    expect(inserted.data.organizer?.email).toBe(AGENT);
    const busy = await client.freebusy.query({
      requestBody: {
        timeMin: '2026-01-28T00:00:00Z',
        timeMax: '2026-01-29T00:00:00Z',
        items: [{ id: AGENT }],
      },
    });
    expect(busy.data.calendars?.[AGENT]?.busy).toEqual([
      { start: '2026-01-28T15:00:00Z', end: '2026-01-28T15:30:00Z' },
    ]);
    const list = await client.events.list({
      calendarId: AGENT,
      singleEvents: true,
      orderBy: 'startTime',
    });
    expect(list.data.items?.map((event) => event.id)).toEqual(['tour00001']);
    await expect(
      client.events.insert({ calendarId: 'primary', requestBody }),
    ).rejects.toMatchObject({
      status: 409,
      response: { data: { error: { errors: [{ reason: 'duplicate' }] } } },
    });
    await client.events.delete({ calendarId: 'primary', eventId: 'tour00001' });
    await expect(
      client.events.delete({ calendarId: 'primary', eventId: 'tour00001' }),
    ).rejects.toMatchObject({ status: 410 });
  });

  it('refreshes by itself when a token is over, and fails once access is revoked', async () => {
    const { sandbox, oauth, client } = await connectGooglesClient();
    const before = oauth.credentials.access_token;
    sandbox.sandbox.clock.advance(2 * 3_600_000);
    expect((await client.calendarList.list()).data.items).toHaveLength(3);
    expect(oauth.credentials.access_token).not.toBe(before);
    const { refresh_token } = oauth.credentials;
    await oauth.revokeCredentials();
    oauth.setCredentials({ refresh_token: refresh_token ?? null });
    await expect(client.calendarList.list()).rejects.toMatchObject({
      response: { data: { error: 'invalid_grant' } },
    });
  });
});
