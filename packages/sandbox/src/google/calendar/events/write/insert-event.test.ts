import { describe, expect, it } from 'vitest';
import { AGENT, connectedCalendar, reasonOf, timed, TOUR } from '../../../../../test/sandbox.ts';

const EVENTS = '/calendars/primary/events';

describe('events.insert', () => {
  it('answers the event as Google fills it in', async () => {
    const calendar = await connectedCalendar();
    const answer = await calendar.insert(TOUR);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe(answer.body['etag']);
    expect(answer.body).toMatchObject({
      kind: 'calendar#event',
      id: 'tour00001',
      status: 'confirmed',
      iCalUID: 'tour00001@google.com',
      sequence: 0,
      creator: { email: AGENT, self: true },
      organizer: { email: AGENT, self: true },
      start: { dateTime: '2026-01-28T09:00:00-06:00', timeZone: 'America/Chicago' },
      end: { dateTime: '2026-01-28T09:30:00-06:00', timeZone: 'America/Chicago' },
      reminders: { useDefault: true },
      extendedProperties: { private: { lumaTour: 'a1' } },
    });
    expect(answer.body['etag']).toMatch(/^".+"$/);
  });

  it('keeps the zone that is named and prints the time in the calendar’s', async () => {
    const calendar = await connectedCalendar();
    const answer = await calendar.insert({
      start: { dateTime: '2026-07-01T09:00:00', timeZone: 'Europe/Paris' },
      end: { dateTime: '2026-07-01T10:00:00', timeZone: 'Europe/Paris' },
    });
    expect(answer.body['start']).toEqual({
      dateTime: '2026-07-01T02:00:00-05:00',
      timeZone: 'Europe/Paris',
    });
  });

  it('makes an id of its own kind', async () => {
    const calendar = await connectedCalendar();
    const answer = await calendar.insert({ ...TOUR, id: undefined });
    expect(answer.body['id']).toMatch(/^[a-v0-9]{26}$/);
  });

  it.each(['tour', 'TOUR00001', 'tour-0001', 'wxyz00001', 'a'.repeat(1025)])(
    'refuses the id %s',
    async (id) => {
      const calendar = await connectedCalendar();
      const answer = await calendar.insert({ ...TOUR, id });
      expect([answer.status, reasonOf(answer)]).toEqual([400, 'invalid']);
    },
  );

  it('refuses an id twice, also once its event is deleted', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert(TOUR);
    const again = await calendar.insert(TOUR);
    expect([again.status, reasonOf(again)]).toEqual([409, 'duplicate']);
    await calendar.request('DELETE', `${EVENTS}/tour00001`);
    expect((await calendar.insert(TOUR)).status).toBe(409);
  });

  it.each([
    ['no start', { end: TOUR.end }, 'required'],
    ['no end', { start: TOUR.start }, 'required'],
    ['date and time', { ...TOUR, end: { date: '2026-01-29' } }, 'invalid'],
    ['both in one', { ...TOUR, start: { date: '2026-01-28', ...TOUR.start } }, 'invalid'],
    ['end before start', timed('2026-01-28T15:00:00Z', '2026-01-28T14:00:00Z'), 'timeRangeEmpty'],
    [
      'a day of no days',
      { start: { date: '2026-01-28' }, end: { date: '2026-01-28' } },
      'timeRangeEmpty',
    ],
    ['no offset, no zone', timed('2026-01-28T15:00:00', '2026-01-28T16:00:00'), 'required'],
    ['no such day', { start: { date: '2026-02-30' }, end: { date: '2026-03-01' } }, 'invalid'],
    ['no such zone', { ...TOUR, start: { ...TOUR.start, timeZone: 'Mars/Base' } }, 'invalid'],
    ['a series without a zone', { ...TOUR, recurrence: ['RRULE:FREQ=DAILY'] }, 'required'],
    ['a guest without address', { ...TOUR, attendees: [{ email: 'nobody' }] }, 'invalid'],
    ['a number for a title', { ...TOUR, summary: 5 }, 'invalid'],
    ['an unknown status', { ...TOUR, status: 'booked' }, 'invalid'],
    ['a list for an event', [], 'parseError'],
  ])('refuses %s', async (_name, body, reason) => {
    const calendar = await connectedCalendar();
    const answer = await calendar.insert(body);
    expect([answer.status, reasonOf(answer)]).toEqual([400, reason]);
  });

  it('takes an event of no length', async () => {
    const calendar = await connectedCalendar();
    expect(
      (await calendar.insert(timed('2026-01-28T15:00:00Z', '2026-01-28T15:00:00Z'))).status,
    ).toBe(200);
  });

  it.each([
    ['six', { overrides: Array.from({ length: 6 }, () => ({ method: 'popup', minutes: 5 })) }],
    ['too early', { overrides: [{ method: 'popup', minutes: 40_321 }] }],
    ['by pigeon', { overrides: [{ method: 'pigeon', minutes: 5 }] }],
    ['beside the default', { useDefault: true, overrides: [{ method: 'popup', minutes: 5 }] }],
  ])('refuses reminders: %s', async (_name, reminders) => {
    const calendar = await connectedCalendar();
    const answer = await calendar.insert({ ...TOUR, reminders });
    expect(answer.status).toBe(400);
  });

  it('ignores what only Google may write', async () => {
    const calendar = await connectedCalendar();
    const answer = await calendar.insert({ ...TOUR, etag: '"x"', creator: { email: 'me@x.y' } });
    expect(answer.body['etag']).not.toBe('"x"');
    expect(answer.body['creator']?.['email']).toBe(AGENT);
  });

  it('drops keys that are too long and cuts values, silently', async () => {
    const calendar = await connectedCalendar();
    const properties = { ['k'.repeat(45)]: 'v', ok: 'v'.repeat(2000) };
    const answer = await calendar.insert({ ...TOUR, extendedProperties: { private: properties } });
    expect(answer.body['extendedProperties']?.['private']).toEqual({ ok: 'v'.repeat(1024) });
  });

  it('invites the guests by mail when asked to', async () => {
    const calendar = await connectedCalendar();
    const attendees = [{ email: 'Pat@Example.net' }];
    await calendar.insert({ ...TOUR, attendees });
    const quiet = await calendar.sandbox.send('GET', '/_control/mail');
    expect(quiet.body['items']).toHaveLength(0);
    const answer = await calendar.insert(
      { ...TOUR, id: 'tour00002', attendees },
      '?sendUpdates=all',
    );
    expect(answer.body['attendees']).toEqual([
      { email: 'pat@example.net', responseStatus: 'needsAction' },
    ]);
    const mail = await calendar.sandbox.send('GET', '/_control/mail');
    expect(mail.body['items']).toMatchObject([
      {
        from: AGENT,
        to: 'pat@example.net',
        subject: 'Invitation: Tour @ Wed, Jan 28, 2026, 9:00 AM CST',
      },
    ]);
  });

  it('refuses a reader, and a calendar the account does not see', async () => {
    const calendar = await connectedCalendar();
    const holidays = encodeURIComponent('en.usa#holiday@group.v.calendar.google.com');
    const reader = await calendar.request('POST', `/calendars/${holidays}/events`, TOUR);
    expect([reader.status, reasonOf(reader)]).toEqual([403, 'requiredAccessLevel']);
    const other = await calendar.request('POST', '/calendars/agent2@example.com/events', TOUR);
    expect([other.status, reasonOf(other)]).toEqual([404, 'notFound']);
  });

  it('calls broken JSON a parse error', async () => {
    const calendar = await connectedCalendar();
    const answer = await calendar.sandbox.send('POST', `/calendar/v3${EVENTS}`, {
      headers: { Authorization: `Bearer ${calendar.token}` },
      body: '{',
    });
    expect([answer.status, reasonOf(answer)]).toEqual([400, 'parseError']);
  });
});
