import { describe, expect, it } from 'vitest';
import { connectedCalendar, reasonOf, timed, TOUR } from '../../../../../test/sandbox.ts';

const EVENTS = '/calendars/primary/events';

describe('events.patch and events.update', () => {
  it('patch merges: objects field by field, null clears, lists are replaced', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert({
      ...TOUR,
      location: 'Here',
      attendees: [{ email: 'a@x.yz' }, { email: 'b@x.yz' }],
    });
    const answer = await calendar.request('PATCH', `${EVENTS}/tour00001`, {
      location: null,
      attendees: [{ email: 'c@x.yz' }],
      extendedProperties: { private: { lumaTour: 'a2' } },
    });
    expect(answer.body).toMatchObject({
      summary: 'Tour',
      extendedProperties: { private: { lumaTour: 'a2', kept: 'yes' } },
    });
    expect(answer.body['attendees']?.map((one) => one['email'])).toEqual(['c@x.yz']);
    expect(answer.body).not.toHaveProperty('location');
  });

  it('patch to an all-day event needs the time cleared', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert(TOUR);
    const day = { start: { date: '2026-01-28' }, end: { date: '2026-01-29' } };
    const both = await calendar.request('PATCH', `${EVENTS}/tour00001`, day);
    expect([both.status, reasonOf(both)]).toEqual([400, 'invalid']);
    const cleared = await calendar.request('PATCH', `${EVENTS}/tour00001`, {
      start: { ...day.start, dateTime: null },
      end: { ...day.end, dateTime: null },
    });
    expect(cleared.body['start']).toEqual({ date: '2026-01-28' });
  });

  it('update leaves nothing that the body leaves out', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert(TOUR);
    const answer = await calendar.request('PUT', `${EVENTS}/tour00001`, {
      start: TOUR.start,
      end: TOUR.end,
    });
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('summary');
    expect(answer.body).not.toHaveProperty('extendedProperties');
    expect(answer.body['iCalUID']).toBe('tour00001@google.com');
    const partial = await calendar.request('PUT', `${EVENTS}/tour00001`, { start: TOUR.start });
    expect(reasonOf(partial)).toBe('required');
  });

  it('each write changes the etag; a new time, and no new title, the sequence', async () => {
    const calendar = await connectedCalendar();
    const first = (await calendar.insert(TOUR)).body;
    const titled = (await calendar.request('PATCH', `${EVENTS}/tour00001`, { summary: 'New' }))
      .body;
    const moved = (
      await calendar.request(
        'PATCH',
        `${EVENTS}/tour00001`,
        timed('2026-01-28T16:00:00Z', '2026-01-28T17:00:00Z'),
      )
    ).body;
    expect(new Set([first['etag'], titled['etag'], moved['etag']]).size).toBe(3);
    expect([titled['sequence'], moved['sequence']]).toEqual([0, 1]);
  });

  it.each(['PATCH', 'PUT', 'DELETE'])(
    '%s with a stale etag is 412 and changes nothing',
    async (method) => {
      const calendar = await connectedCalendar();
      const first = (await calendar.insert(TOUR)).body;
      await calendar.request('PATCH', `${EVENTS}/tour00001`, { summary: 'By the agent' });
      const body = method === 'DELETE' ? undefined : { ...TOUR, summary: 'Mine' };
      const stale = await calendar.request(method, `${EVENTS}/tour00001`, body, {
        'If-Match': first['etag'] ?? '',
      });
      expect([stale.status, reasonOf(stale)]).toEqual([412, 'conditionNotMet']);
      const now = (await calendar.request('GET', `${EVENTS}/tour00001`)).body;
      expect([now['summary'], now['status']]).toEqual(['By the agent', 'confirmed']);
      const fresh = await calendar.request(method, `${EVENTS}/tour00001`, body, {
        'If-Match': now['etag'] ?? '',
      });
      expect(fresh.status).toBe(method === 'DELETE' ? 204 : 200);
    },
  );

  it('refuses a sequence that goes back', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert({ ...TOUR, sequence: 5 });
    const answer = await calendar.request('PATCH', `${EVENTS}/tour00001`, { sequence: 4 });
    expect([answer.status, reasonOf(answer)]).toEqual([400, 'invalid']);
  });
});

describe('events.get and events.delete', () => {
  it('deletes once, then 410; the event is still there, cancelled', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert(TOUR);
    expect((await calendar.request('DELETE', `${EVENTS}/tour00001`)).status).toBe(204);
    const again = await calendar.request('DELETE', `${EVENTS}/tour00001`);
    expect([again.status, reasonOf(again)]).toEqual([410, 'deleted']);
    const gone = await calendar.request('GET', `${EVENTS}/tour00001`);
    expect([gone.status, gone.body['status']]).toEqual([200, 'cancelled']);
    const patched = await calendar.request('PATCH', `${EVENTS}/tour00001`, { summary: 'Still?' });
    expect(patched.body['status']).toBe('cancelled');
    const restored = await calendar.request('PATCH', `${EVENTS}/tour00001`, {
      status: 'confirmed',
    });
    expect(restored.body['status']).toBe('confirmed');
  });

  it('answers 404 for what never was, and 304 for what is known', async () => {
    const calendar = await connectedCalendar();
    expect(reasonOf(await calendar.request('GET', `${EVENTS}/nothing`))).toBe('notFound');
    expect((await calendar.request('DELETE', `${EVENTS}/nothing`)).status).toBe(404);
    const { body } = await calendar.insert(TOUR);
    const same = await calendar.request('GET', `${EVENTS}/tour00001`, undefined, {
      'If-None-Match': body['etag'] ?? '',
    });
    expect(same.status).toBe(304);
  });
});

describe('events.move', () => {
  it('keeps the id in the other calendar, and leaves a cancelled event behind', async () => {
    const calendar = await connectedCalendar();
    await calendar.insert(TOUR);
    const list = (await calendar.request('GET', '/users/me/calendarList')).body;
    const other = list['items']?.find((one) => one['summary'] === 'Personal')?.['id'] as string;
    const move = (destination: string) =>
      calendar.request('POST', `${EVENTS}/tour00001/move?destination=${destination}`);
    const moved = await move(other);
    expect(moved.body).toMatchObject({
      id: 'tour00001',
      status: 'confirmed',
      organizer: { email: other },
      extendedProperties: { private: { lumaTour: 'a1' } },
    });
    const left = await calendar.request('GET', `${EVENTS}/tour00001`);
    expect(left.body['status']).toBe('cancelled');
    const there = await calendar.request('GET', `/calendars/${other}/events/tour00001`);
    expect(there.body['etag']).toBe(moved.body['etag']);
    expect((await move(other)).status).toBe(400);
    expect(reasonOf(await move('nowhere@x.yz'))).toBe('notFound');
  });
});
