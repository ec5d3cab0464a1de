import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { toIcs } from './prospect-calendar-entry.ts';
import type { LoadedTour } from './load-tour.ts';

const directions =
  'Ring 4#; take the lift, then left.\r\nBring an ID\\passport. 请在门口等候，工作人员会来接您，谢谢您的耐心等待与配合！🙂🙂🙂';
const loaded = {
  tour: {
    id: 'a tour',
    status: 'confirmed',
    startsAt: Date.parse('2026-11-01T05:30:00Z'),
    endsAt: Date.parse('2026-11-01T06:30:00Z'),
    updatedAt: Date.parse('2026-10-01T12:00:00.250Z'),
  },
  property: {
    name: 'Maple & Court, “Été”; Résidence très élégante près de la forêt',
    timezone: 'America/Chicago',
    directions,
    address: {
      street: '1200 Maple Street; Rear',
      city: 'Chicago',
      region: 'IL',
      postalCode: '60601',
    },
  },
  config: { eventTitle: 'Tour - {Property}' },
  agent: { name: 'Maya Chen' },
} as LoadedTour;
const facts = { manageUrl: 'https://x.test/m/a,b;c', uid: 'luma0@google.com', sequence: 3 };
const text = toIcs(loaded, facts);
const event = (of = text) =>
  new ICAL.Event(new ICAL.Component(ICAL.parse(of) as never).getFirstSubcomponent('vevent')!);

describe('a tour as a calendar file [W7]', () => {
  it('ends every line with CRLF, the last one too, and folds at 75 octets', () => {
    expect(text.endsWith('\r\nEND:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const octets = text.split('\r\n').map((line) => Buffer.byteLength(line));
    expect(Math.max(...octets)).toBeLessThanOrEqual(75);
    // No letter is cut in two by the folding.
    expect(text.isWellFormed()).toBe(true);
  });

  it('gives a parser the same texts, whatever has to be escaped', () => {
    const { summary, location, description, uid, sequence } = event();
    expect({ summary, location, uid, sequence }).toEqual({
      summary: `Tour - ${loaded.property.name}`,
      location: '1200 Maple Street; Rear, Chicago, IL 60601',
      uid: facts.uid,
      sequence: 3,
    });
    expect(description).toBe(
      `With Maya Chen.\n\n${directions.replace('\r', '')}\n\nChange or cancel: ${facts.manageUrl}`,
    );
  });

  it('is at the instant of the tour, also in the hour that comes twice', () => {
    const { startDate, endDate } = event();
    expect([startDate, endDate].map((time) => time.toJSDate().toISOString())).toEqual([
      '2026-11-01T05:30:00.000Z',
      '2026-11-01T06:30:00.000Z',
    ]);
    expect(startDate.zone).toBe(ICAL.Timezone.utcTimezone);
  });

  it('has no METHOD, which would require an organizer', () => {
    const calendar = new ICAL.Component(ICAL.parse(text) as never);
    expect(calendar.getFirstPropertyValue('method')).toBeNull();
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    const cancelled = { ...loaded, tour: { ...loaded.tour, status: 'cancelled' } } as LoadedTour;
    const status = event(toIcs(cancelled, facts)).component.getFirstPropertyValue('status');
    expect(status).toBe('CANCELLED');
  });
});
