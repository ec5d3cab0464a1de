import { describe, expect, it } from 'vitest';
import { AGENT, reasonOf, runSandbox, TOUR } from '../../../../../test/sandbox.ts';

const GUEST = 'dana@example.org';
const INVITED = { ...TOUR, attendees: [{ email: GUEST }, { email: AGENT }] };

async function invited(event: object = INVITED) {
  const sandbox = await runSandbox();
  const calendar = await sandbox.calendar();
  await calendar.insert(event);
  const respond = (body: object, id = 'tour00001') =>
    sandbox.json('POST', `/_control/google/events/${id}/respond?account=${AGENT}`, body);
  return { sandbox, calendar, respond };
}

describe('a guest’s answer', () => {
  it('changes the event and its etag, and not its sequence', async () => {
    const { calendar, respond } = await invited();
    const list = await calendar.request('GET', '/calendars/primary/events');
    const answer = await respond({ email: GUEST, response: 'declined', comment: 'Ill' });
    expect(answer.body).toMatchObject({
      sequence: 0,
      attendees: [
        { email: GUEST, responseStatus: 'declined', comment: 'Ill' },
        { email: AGENT, responseStatus: 'needsAction', self: true },
      ],
    });
    const syncToken = list.body['nextSyncToken'] ?? '';
    expect(await calendar.list({ syncToken })).toEqual([answer.body]);
    const again = await respond({ email: GUEST, response: 'accepted' });
    expect(again.body['attendees']?.[0]).toEqual({ email: GUEST, responseStatus: 'accepted' });
  });

  it('frees the time when it is the account’s own no', async () => {
    const { calendar, respond } = await invited();
    const busy = () => calendar.busy('2026-01-28T00:00:00Z', '2026-01-29T00:00:00Z');
    expect(await busy()).toHaveLength(1);
    await respond({ email: AGENT, response: 'declined' });
    expect(await busy()).toEqual([]);
  });

  it('can be to one instance of a series alone', async () => {
    const { calendar, respond } = await invited({
      ...INVITED,
      start: { ...TOUR.start, timeZone: 'America/Chicago' },
      recurrence: ['RRULE:FREQ=DAILY;COUNT=2'],
    });
    await respond({ email: AGENT, response: 'declined' }, 'tour00001_20260129T150000Z');
    expect(await calendar.busy('2026-01-28T00:00:00Z', '2026-02-01T00:00:00Z')).toEqual([
      ['2026-01-28T15:00:00Z', '2026-01-28T15:30:00Z'],
    ]);
  });

  it('must be a guest’s, to an event that is there', async () => {
    const { calendar, respond } = await invited();
    const stranger = await respond({ email: 'x@example.org', response: 'accepted' });
    expect([stranger.status, reasonOf(stranger)]).toEqual([400, 'invalid']);
    expect((await respond({ email: GUEST, response: 'perhaps' })).status).toBe(400);
    expect((await respond({ email: GUEST, response: 'accepted' }, 'nothing')).status).toBe(404);
    await calendar.request('DELETE', '/calendars/primary/events/tour00001');
    expect((await respond({ email: GUEST, response: 'accepted' })).status).toBe(410);
  });
});
