import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../../../test/members.ts';
import {
  eventsOf,
  freeSlots,
  freeTime,
  someone,
  storedTour,
  writtenEvent,
} from '../../../../test/tours.ts';
import { createWorld, monday, type World } from '../../../../test/world.ts';
import { asTenant } from '../../../db/scope.ts';
import { leadConsents } from '../../../db/tables/consents.ts';
import { leads } from '../../../db/tables/leads.ts';
import { tourBookings } from '../../../db/tables/tours.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ config: { horizonDays: 60, consentVersion: 'spring' } });
  await world.connect();
});
afterAll(() => world.stop());

const leadOf = async (tourId: string) => {
  const { tour } = await storedTour(world, tourId);
  const [lead] = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(leads).where(eq(leads.id, tour!.leadId)),
  );
  return lead!;
};
const book = async (input: Record<string, unknown>) =>
  world.book({ startsAt: await freeTime(world), ...someone(), ...input });

describe('what a prospect writes [B1]', () => {
  it.each([
    ['(312) 555-0123', '+13125550123'],
    ['312.555.0124', '+13125550124'],
    ['1-312-555-0125', '+13125550125'],
    [' +44 20 7946 0958 ', '+442079460958'],
    ['＋１ ３１２ ５５５ ０１２６', '+13125550126'],
    ['+1 312 555 0127 ext. 42', '+13125550127;ext=42'],
    ['0044 20 7946 0959', '+442079460959'],
  ])('keeps the phone number %s as %s, and tells the agent', async (phone, normal) => {
    const { booking } = await book({ phone });
    const spoken = normal.replace(';ext=', ' ext. ');
    expect((await writtenEvent(world, booking.id)).description).toContain(`Phone: ${spoken}\n`);
    expect((await storedTour(world, booking.id)).tour?.phone).toBe(normal);
    expect((await leadOf(booking.id)).phone).toBe(normal);
  });

  it.each([
    ['ann&bob@example.org', 'ann&bob@example.org'],
    [' User=Tag@Example.org ', 'user=tag@example.org'],
    ['jo@bücher.example', 'jo@xn--bcher-kva.example'],
    ['jo@xn--e1afmkfd.xn--p1ai', 'jo@xn--e1afmkfd.xn--p1ai'],
  ])('writes to %s as %s', async (email, normal) => {
    const { booking } = await book({ email });
    expect((await storedTour(world, booking.id)).tour?.email).toBe(normal);
    expect((await leadOf(booking.id)).email).toBe(normal);
    const { attendees } = await writtenEvent(world, booking.id);
    expect(attendees?.map((one) => one.email)).toContain(normal);
    const question = { kind: 'question', message: 'Cats?', email };
    expect((await world.post('/api/lumaleasing/leads', question)).status).toBe(201);
    expect((await book({ email: normal.toUpperCase() })).error.code).toBe('TOUR_EXISTS');
  });

  it.each([
    ['phone', { phone: 'call me maybe' }],
    ['phone', { phone: '123' }],
    ['phone', { phone: '1'.repeat(41) }],
    ['email', { email: 'nobody' }],
    ['email', { email: 'a@b@example.org' }],
    ['email', { email: 'ana@example.org\r\nBcc: all@example.org' }],
    ['email', { email: `${'a'.repeat(250)}@example.org` }],
    ['email', { email: null }],
    ['firstName', { firstName: '   ' }],
    ['firstName', { firstName: '\u0000\u0007' }],
    ['firstName', { firstName: '\u200b' }],
    ['firstName', { firstName: '...' }],
    ['lastName', { lastName: 'x'.repeat(81) }],
    ['specialRequests', { specialRequests: 'x'.repeat(2001) }],
    ['specialRequests', { specialRequests: { $ne: '' } }],
    ['smsConsent', { smsConsent: 'yes' }],
    ['agentId', { agentId: '1 or 1=1' }],
    ['page', { page: 'x'.repeat(2001) }],
  ])('refuses a bad %s, and names it', async (path, input) => {
    const { status, error } = await book(input);
    expect([status, error.code]).toEqual([422, 'INVALID_REQUEST']);
    expect(error.issues?.map((issue) => issue.path)).toEqual([path]);
  });

  it.each([
    ['emoji', '👩🏽‍🚀', 'Núñez 🎉'],
    ['right-to-left', 'محمد', 'عبد الله'],
    ['Chinese', '王', '小明'],
    ['a quote', 'O\'Brien"; --', "'); DROP TABLE leads; --"],
    ['markup', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>'],
    ['80 letters', 'x'.repeat(80), 'y'.repeat(80)],
    ['initials', 'J.R.', 'Smith'],
    ['titles', 'St. John', 'O’Neil Jr.'],
  ])('takes a name with %s as it is, on every way', async (_what, firstName, lastName) => {
    const { status, booking } = await book({ firstName, lastName, specialRequests: '🐈 {{7*7}}' });
    expect(status).toBe(201);
    expect((await storedTour(world, booking.id)).tour).toMatchObject({ firstName, lastName });
    const event = await writtenEvent(world, booking.id);
    // Calendars render HTML, so the event has the signs of HTML replaced.
    const shown = `${firstName} ${lastName}`.replaceAll('<', '‹');
    expect(event.description).toContain(`Prospect: ${shown}`);
    const page = await world.request(new URL(booking.manageUrl).pathname, {
      headers: { Accept: 'text/html' },
    });
    expect(await page.text()).not.toMatch(/<script>alert|<img src=x/);
  });

  it('lets nobody write lines of the agent’s event with their name', async () => {
    const { booking } = await book({ firstName: 'Ana\nPhone: 12', lastName: 'D\r\nX' });
    const event = await writtenEvent(world, booking.id);
    expect(event.description?.split('\n')[0]).toBe('Prospect: Ana Phone: 12 D X');
  });

  it('makes no link in the agent’s invitation with an address', async () => {
    const email = 'victim+www.evil.com/win@gmail.com';
    const event = await writtenEvent(world, (await book({ email })).booking.id);
    expect(event.attendees?.map((one) => one.email)).toEqual([email]);
    expect(event.description).toContain('\nEmail: victim+www. evil. com/win@gmail.com\n');
  });

  it('makes no link in the agent’s invitation, whatever is requested', async () => {
    const requests = 'See https://evil.example/x\nor write to ana@evil.example';
    const { booking } = await book({ specialRequests: requests });
    expect((await storedTour(world, booking.id)).tour?.specialRequests).toBe(requests);
    const { description } = await writtenEvent(world, booking.id);
    expect(description).toContain(
      'Requests: See https: //evil. example/x\nor write to ana @ evil. example',
    );
  });

  it.each([undefined, '', ' '])(
    'books for a person with one name: the last is %j',
    async (last) => {
      const { status, booking } = await book({ firstName: 'Sukarno', lastName: last });
      expect(status).toBe(201);
      expect((await leadOf(booking.id)).lastName).toBeNull();
      const event = await writtenEvent(world, booking.id);
      expect(event.description?.split('\n')[0]).toBe('Prospect: Sukarno');
      const guest = event.attendees?.find((one) => one.email?.startsWith('person'));
      expect(guest?.displayName).toBe('Sukarno');
    },
  );

  it.each(['page', 'locale', 'consentVersion'])(
    'refuses what no database can keep, in %s, without a fault of ours',
    async (field) => {
      for (const text of ['a\u0000b', '\ud800', 'a\udc00b']) {
        const { status, error } = await book({ [field]: text, privacyConsent: true });
        expect([status, error.code]).toEqual([422, 'INVALID_REQUEST']);
        expect(error.issues?.map((issue) => issue.path)).toEqual([field]);
      }
    },
  );
});

describe('consents', () => {
  const consentsOf = async (tourId: string) => {
    const { tour } = await storedTour(world, tourId);
    return asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .select()
        .from(leadConsents)
        .where(eq(leadConsents.leadId, tour!.leadId))
        .orderBy(leadConsents.kind),
    );
  };

  it('are kept with the text, the moment and the page, given or not', async () => {
    const page = 'https://maple.example/visit';
    const { booking } = await book({ privacyConsent: true, smsConsent: false, page });
    expect(await consentsOf(booking.id)).toMatchObject([
      {
        kind: 'privacy',
        granted: true,
        textVersion: 'spring',
        page,
        at: monday,
        tourId: booking.id,
      },
      { kind: 'sms', granted: false, textVersion: 'spring', page, at: monday, tourId: booking.id },
    ]);
  });

  it('are not made up', async () => {
    const { booking } = await book({});
    expect(await consentsOf(booking.id)).toEqual([]);
  });
});

describe('one lead a person [L1]', () => {
  const cancel = (booking: { manageUrl: string }) =>
    world.post(`${new URL(booking.manageUrl).pathname}/cancel`, {});

  it('is found again by email, in any case of letters, and its data stays', async () => {
    const first = await book({ email: 'Lee@Example.org', phone: '312 555 0150' });
    const known = await leadOf(first.booking.id);
    await cancel(first.booking);
    await world.pass(60_000);
    const claim = { firstName: 'Mallory', lastName: 'Mallet', phone: '312 555 0159', locale: 'fr' };
    const again = await book({ email: 'lee@example.org', ...claim });
    expect(again.status).toBe(201);
    expect(await leadOf(again.booking.id)).toEqual(known);
    // The tour and its event have what was typed.
    const { tour } = await storedTour(world, again.booking.id);
    expect(tour).toMatchObject({ ...claim, phone: '+13125550159', email: 'lee@example.org' });
    const { description } = await writtenEvent(world, again.booking.id);
    expect(description).toContain('Prospect: Mallory Mallet');
    expect(description).toContain('Phone: +13125550159');
  });

  it('is not found by phone, which two people may share: they stay two leads', async () => {
    const phone = '+1 (312) 555-0151';
    const ann = await book({ email: 'ann@example.org', firstName: 'Ann', phone });
    const bob = await book({ email: 'bob@example.org', firstName: 'Bob', phone });
    expect([ann.status, bob.status]).toEqual([201, 201]);
    const leads = [await leadOf(ann.booking.id), await leadOf(bob.booking.id)];
    expect(leads.map(({ email, firstName }) => [email, firstName])).toEqual([
      ['ann@example.org', 'Ann'],
      ['bob@example.org', 'Bob'],
    ]);
  });

  describe('is corrected by the team, who talked to the person,', () => {
    const called = async (input: Record<string, unknown>) => {
      const manager = await signIn(world, { role: 'manager' });
      const startsAt = await freeTime(world);
      return manager.post('/api/dashboard/tours', { property: 'maple-court', startsAt, ...input });
    };

    it('when it books for them, both names at once', async () => {
      const email = 'called@example.org';
      const claim = { firstName: 'Mallory', lastName: 'Mallet', phone: '312 555 0153' };
      const first = await book({ email, ...claim });
      await cancel(first.booking);
      expect((await called({ email, firstName: 'Cal' })).status).toBe(201);
      const known = { firstName: 'Cal', lastName: null, phone: '+13125550153' };
      expect(await leadOf(first.booking.id)).toMatchObject(known);
    });

    it.each([false, true])('and when they have a tour already (forced: %s)', async (force) => {
      const email = `has-one-${force}@example.org`;
      const first = await book({ email, firstName: 'Mallory', lastName: 'Mallet' });
      const right = { firstName: 'Cal', lastName: 'Led', email, phone: '312 555 0152' };
      expect((await called({ ...right, force })).status).toBe(409);
      expect(await leadOf(first.booking.id)).toMatchObject({ ...right, phone: '+13125550152' });
    });
  });

  it('has one tour, also with an address that once was another lead’s', async () => {
    const first = await book({ email: 'home@example.org' });
    const email = 'work@example.org';
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.update(tourBookings).set({ email }).where(eq(tourBookings.id, first.booking.id)),
    );
    expect((await book({ email })).error.code).toBe('TOUR_EXISTS');
    expect((await book({ email: 'home@example.org' })).error.code).toBe('TOUR_EXISTS');
    const { startsAt } = first.booking;
    expect((await book({ email, startsAt })).error.code).toBe('TOUR_EXISTS');
  });

  it('is one lead with one tour, however many requests of the person come at once', async () => {
    const email = 'eager@example.org';
    const slots = await freeSlots(world);
    const answers = await Promise.all(
      slots.slice(0, 30).map(({ startsAt }, index) =>
        world.book({
          startsAt,
          email: index % 2 ? email : email.toUpperCase(),
          phone: index % 3 ? '312 555 0177' : undefined,
        }),
      ),
    );
    const booked = answers.filter((one) => one.status === 201);
    expect(booked).toHaveLength(1);
    const refused = answers.filter((one) => one.status !== 201).map((one) => one.error.code);
    // `SLOT_TAKEN`: the one booking took the time, and the answer tells nothing more about it.
    const told = new Set(['TOUR_EXISTS', 'RATE_LIMITED', 'SLOT_TAKEN']);
    expect(refused.filter((code) => !told.has(code))).toEqual([]);
    const found = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(leads).where(eq(leads.email, email)),
    );
    expect(found).toHaveLength(1);
    await writtenEvent(world, booked[0]!.booking.id);
    expect(await eventsOf(world, booked[0]!.booking.id)).toHaveLength(1);
  });
});
