import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatAnswered } from '@luma-leasing/types/chat';
import type { ErrorBody } from '@luma-leasing/types/errors';
import { createWorld, type World } from '../../../test/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await world.addProperty({
    slug: 'kiritimati',
    key: 'pk_east',
    property: { timezone: 'Pacific/Kiritimati' },
  });
});
afterAll(() => world.stop());

const say = async (text: unknown, headers: Record<string, string> = {}, after?: string) => {
  const message = { text, locale: 'en-US', ...(after && { after }) };
  const answer = await world.post('/api/lumaleasing/chat', message, headers);
  const body = (await answer.json()) as ChatAnswered | ErrorBody;
  return body.success ? body.answer : [answer.status, body.error.code];
};

describe('a message of the chat [W4]', () => {
  it('means a tour, on the day it names', async () => {
    expect(await say('I’d like to schedule a tour')).toEqual({ kind: 'tour' });
    expect(await say('can I come see it Saturday?')).toEqual({ kind: 'tour', date: '2026-01-31' });
    expect(await say('tour on February 3rd at 3pm')).toEqual({
      kind: 'tour',
      date: '2026-02-03',
      dayPart: 'afternoon',
    });
    expect(await say('tour on February 30')).toEqual({ kind: 'tour' });
  });

  it('has the right day or none', async () => {
    // Today is a Monday.
    expect(await say('a tour next Monday')).toEqual({ kind: 'tour', date: '2026-02-02' });
    expect(await say('a tour any day but Monday')).toEqual({ kind: 'tour' });
    expect(await say('can I tour unit 12/5?')).toEqual({ kind: 'tour' });
    expect(await say('a tour on Monday or Tuesday')).toEqual({ kind: 'tour' });
  });

  it('means a tour by its day alone', async () => {
    expect(await say('Saturday')).toEqual({ kind: 'tour', date: '2026-01-31' });
    expect(await say('tomorrow at noon')).toEqual({
      kind: 'tour',
      date: '2026-01-27',
      dayPart: 'afternoon',
    });
  });

  it('means a tour with “yes” after the invitation', async () => {
    expect(await say('yes please', {}, 'invitation')).toEqual({ kind: 'tour' });
    expect(await say('yes please')).toEqual({ kind: 'unknown' });
    // A newer widget sends a value of `after` that this server does not know.
    expect(await say('yes please', {}, 'poem')).toEqual({ kind: 'unknown' });
  });

  it('names a day in the property’s zone, by the server’s clock', async () => {
    // It is Monday noon in UTC. On the first island to see Tuesday, Tuesday has begun.
    expect(await say('a tour tomorrow')).toEqual({ kind: 'tour', date: '2026-01-27' });
    const east = { 'X-API-Key': 'pk_east' };
    expect(await say('a tour tomorrow', east)).toEqual({ kind: 'tour', date: '2026-01-28' });
  });

  it('may be about a booked tour', async () => {
    expect(await say('I need to cancel my tour')).toEqual({ kind: 'own-tour', wish: 'cancel' });
    expect(await say('can we reschedule?')).toEqual({ kind: 'own-tour', wish: 'change' });
    expect(await say('I can’t make it tomorrow')).toEqual({ kind: 'own-tour', wish: 'change' });
  });

  it('is answered as unknown if it is not understood', async () => {
    expect(await say('Do you allow two large dogs?')).toEqual({ kind: 'unknown' });
  });

  it.each<[string, unknown]>([
    ['blank', '   '],
    ['without a letter', '\u0000'],
    ['too long', 'x'.repeat(2001)],
    ['a number', 7],
    ['missing', undefined],
  ])('is refused: %s', async (_what, text) => {
    expect(await say(text)).toEqual([422, 'INVALID_REQUEST']);
  });

  it('needs a key and a page of its property', async () => {
    expect(await say('tour', { 'X-API-Key': '' })).toEqual([401, 'MISSING_API_KEY']);
    expect(await say('tour', { Origin: 'https://evil.example' })).toEqual([
      403,
      'ORIGIN_NOT_ALLOWED',
    ]);
  });

  it('is limited to so many a minute', async () => {
    const hasty = { 'X-Forwarded-For': 'someone in a hurry' };
    const asked = Array.from({ length: 601 }, () => say('hello', hasty));
    expect((await Promise.all(asked)).at(-1)).toEqual([429, 'RATE_LIMITED']);
  });
});
