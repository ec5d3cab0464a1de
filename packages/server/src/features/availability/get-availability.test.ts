import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askedDuring, timed } from '../../../test/calendars.ts';
import { everyDay } from '../../../test/slot-question.ts';
import { createWorld, monday, type World } from '../../../test/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ mirror: false });
  await world.connect();
});
afterAll(() => world.stop());
beforeEach(() => world.setTime(monday));

const day = async (date: string, query = '') =>
  (await world.availability(query)).slotsByDate[date] ?? [];
const timesOf = (slots: { time: string }[]) => slots.map((slot) => slot.time);

describe('the answer [A1]', () => {
  it('has exactly the documented fields', async () => {
    await world.sandbox.addEvent(timed('2026-01-26T15:00:00Z', '2026-01-26T23:15:00Z'));
    const answer = await world.request(
      '/api/lumaleasing/tours/availability?from=2026-01-26&days=1',
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const taken = Array.from({ length: 17 }, (_, n) => {
      const startsAt = new Date(Date.parse('2026-01-26T15:00:00Z') + n * 1_800_000);
      const [time, instant] = [
        `${String(9 + (n >> 1)).padStart(2, '0')}:${n % 2 ? '30' : '00'}`,
        startsAt.toISOString().replace('.000Z', 'Z'),
      ];
      return { time, startsAt: instant, available: false };
    });
    expect(await answer.json()).toEqual({
      success: true,
      availableDates: ['2026-01-26'],
      slotsByDate: {
        '2026-01-26': [
          ...taken,
          { time: '17:30', startsAt: '2026-01-26T23:30:00Z', available: true },
        ],
      },
      timezone: 'America/Chicago',
      tourDuration: 30,
      source: 'live',
      asOf: '2026-01-26T12:00:00Z',
    });
  });

  it('offers Monday to Saturday from nine to six, a fortnight ahead [A3]', async () => {
    const { availableDates, slotsByDate } = await world.availability();
    expect(availableDates[0]).toBe('2026-01-26');
    expect(availableDates.at(-1)).toBe('2026-02-07');
    expect(availableDates).not.toContain('2026-02-01');
    expect(availableDates).toHaveLength(12);
    expect(Object.keys(slotsByDate)).toEqual(availableDates);
    const tuesday = timesOf(slotsByDate['2026-01-27']!);
    expect([tuesday[0], tuesday.at(-1), tuesday.length]).toEqual(['09:00', '17:30', 18]);
  });

  it('lists times inside the notice as not free [A3]', async () => {
    await world.setTime(Date.parse('2026-01-27T16:10:00Z'));
    const slots = await day('2026-01-27');
    expect(slots.find((slot) => slot.time === '10:00')?.available).toBe(false);
    expect(slots.find((slot) => slot.time === '12:00')?.available).toBe(false);
    expect(slots.find((slot) => slot.time === '12:30')?.available).toBe(true);
  });

  it('keeps the buffer before and after each event of the calendar [A2]', async () => {
    await world.sandbox.addEvent(timed('2026-01-28T17:00:00Z', '2026-01-28T17:30:00Z'));
    const slots = await day('2026-01-28');
    const isFree = (time: string) => slots.find((slot) => slot.time === time)?.available;
    expect(['10:00', '10:30', '11:00', '11:30', '12:00'].map(isFree)).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it('takes `from` and `days` as dates of the property', async () => {
    const { availableDates } = await world.availability('?from=2026-01-30&days=3');
    expect(availableDates).toEqual(['2026-01-30', '2026-01-31']);
  });

  it('answers a property that is fully booked with no dates', async () => {
    await world.sandbox.addEvent({
      start: { date: '2026-02-03' },
      end: { date: '2026-02-05' },
    });
    const full = await world.availability('?from=2026-02-03&days=2');
    expect(full).toMatchObject({ status: 200, availableDates: [], slotsByDate: {} });
  });

  it('ignores events that do not make their owner busy [A5]', async () => {
    const span = timed('2026-01-29T15:00:00Z', '2026-01-30T00:00:00Z');
    await world.sandbox.addEvent({ ...span, transparency: 'transparent' });
    await world.sandbox.addEvent({
      ...span,
      attendees: [{ email: 'agent@example.com', responseStatus: 'declined' }],
    });
    expect((await day('2026-01-29')).every((slot) => slot.available)).toBe(true);
  });
});

describe('a question at the edge [A1]', () => {
  it.each([
    ['', 'nothing given'],
    ['?from=2020-01-01', 'a date long past'],
    ['?from=0000-01-01&days=92', 'the first date there is'],
  ])('answers %s (%s)', async (query) => {
    expect((await world.availability(query)).status).toBe(200);
  });

  it.each(['?from=2026-03-01', '?from=2027-01-01&days=7', '?from=9999-12-31&days=92'])(
    'offers nothing past the horizon: %s',
    async (query) => {
      expect(await world.availability(query)).toMatchObject({
        status: 200,
        availableDates: [],
        source: 'live',
      });
    },
  );

  it.each([
    ['?from=2026-02-30', 'from'],
    ['?from=tomorrow', 'from'],
    ['?from=2026-1-5', 'from'],
    ['?days=0', 'days'],
    ['?days=93', 'days'],
    ['?days=-1', 'days'],
    ['?days=1.5', 'days'],
    ['?days=many', 'days'],
    ['?days=', 'days'],
    ['?tourType=helicopter', 'tourType'],
    ['?tourType=video', 'tourType'],
  ])('refuses %s and names the field', async (query, path) => {
    const { status, error } = await world.availability(query);
    expect([status, error.code]).toEqual([422, 'INVALID_REQUEST']);
    expect(error.issues?.map((issue) => issue.path)).toEqual([path]);
  });
});

describe('a longer look ahead [A3]', () => {
  it('asks Google for 90 days in pieces that Google allows', async () => {
    await world.addProperty({
      slug: 'far-ahead',
      key: 'pk_far',
      config: { horizonDays: 90 },
      agents: [{ name: 'Fay', email: 'fay@example.com' }],
    });
    await world.connect('fay@example.com', 'fay@example.com', 'far-ahead');
    let found: string[] = [];
    const asked = await askedDuring(world, async () => {
      const { source, availableDates } = await world.availability('', { 'X-API-Key': 'pk_far' });
      expect(source).toBe('live');
      found = availableDates;
    });
    expect(found.at(-1)).toBe('2026-04-25');
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.every((one) => one.path.endsWith('/freeBusy') && one.status === 200)).toBe(true);
  });

  it.each([
    ['America/New_York', '2026-03-08', ['01:00', '01:30', '03:00', '03:30'], '07:30'],
    [
      'Australia/Lord_Howe',
      '2026-04-05',
      ['01:00', '01:30', '02:00', '02:30', '03:00', '03:30'],
      '17:00',
    ],
  ])(
    'goes by the clocks on the wall when they change in %s [A4]',
    async (timezone, date, times, last) => {
      const key = `pk_${timezone.slice(-5)}`;
      const email = `${timezone.slice(-5).toLowerCase()}@example.com`;
      const [property, agents] = [
        { timezone, hours: everyDay('01:00', '04:00') },
        [{ name: 'Cleo', email }],
      ];
      await world.addProperty({ slug: timezone, key, property, agents });
      await world.connect(email, email, timezone);
      await world.setTime(Date.parse(`${date}T00:00:00Z`) - 3 * 86_400_000);
      const { slotsByDate } = await world.availability(`?from=${date}&days=1`, {
        'X-API-Key': key,
      });
      const slots = slotsByDate[date]!;
      expect(timesOf(slots)).toEqual(times);
      expect(slots.at(-1)?.startsAt.slice(11, 16)).toBe(last);
      expect(new Set(slots.map((slot) => slot.startsAt)).size).toBe(times.length);
    },
  );
});
