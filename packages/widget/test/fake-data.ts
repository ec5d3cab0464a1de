import type { Availability, Slot } from '@luma-leasing/types/availability';
import type { Palettes, WidgetConfig } from '@luma-leasing/types/property';
import type { Booked, Booking, ManagedTour, Via } from '@luma-leasing/types/tour';

/** The server's palettes for #2f6b4f, with another accent. */
export const palettes = (accent = '#2f6b4f'): Palettes => ({
  light: { ...green.light, accent },
  dark: green.dark,
});

const green: Palettes = {
  light: {
    surface: '#fcfefd',
    'surface-2': '#f0f6f3',
    text: '#16231c',
    muted: '#57685f',
    border: '#dbe4df',
    'border-strong': '#809187',
    accent: '#2f6b4f',
    'on-accent': '#ffffff',
    'accent-strong': '#1c5a3f',
    'accent-soft': '#ddf3e7',
    'on-accent-soft': '#2f6b4f',
    'accent-text': '#2f6b4f',
    focus: '#448063',
    danger: '#ac3030',
    'danger-soft': '#ffebe9',
    success: '#05773b',
    'success-soft': '#e5f5e8',
  },
  dark: {
    surface: '#0e1411',
    'surface-2': '#151e19',
    text: '#e3f3ea',
    muted: '#9eb0a6',
    border: '#2b3630',
    'border-strong': '#63736a',
    accent: '#367256',
    'on-accent': '#ffffff',
    'accent-strong': '#367256',
    'accent-soft': '#0c2e1f',
    'on-accent-soft': '#8ac7a7',
    'accent-text': '#8ac7a7',
    focus: '#81be9e',
    danger: '#fe8b82',
    'danger-soft': '#391a17',
    success: '#52cd7c',
    'success-soft': '#0e2b17',
  },
};

/** Maple Court of the demo. `over` replaces values, one level deep. */
export function config(over: Record<string, Record<string, unknown> | boolean> = {}): WidgetConfig {
  const usual: WidgetConfig = {
    success: true,
    testMode: false,
    property: {
      name: 'Maple Court Apartments',
      slug: 'maple-court',
      timezone: 'America/Chicago',
      address: {
        street: '1420 Maple Avenue',
        city: 'Evanston',
        region: 'IL',
        postalCode: '60201',
        country: 'US',
      },
      contact: { name: 'Maple Court', phone: '+1 847 555 0142', email: 'hello@maplecourt.example' },
      directions:
        'Come to the leasing office on the ground floor. Visitor parking is behind the building.',
      whatToBring: ['A photo ID', 'Your questions'],
    },
    tours: { enabled: true, horizonDays: 60, types: [{ id: 'in_person', durationMinutes: 30 }] },
    brand: { color: '#2f6b4f', palettes: palettes(), greeting: null, assistantName: null },
    consent: { version: '1', privacyUrl: 'https://example.com/privacy', smsOffered: true },
  };
  const laid = Object.entries(over).map(([name, value]) => {
    const under = (usual as unknown as Record<string, object>)[name];
    return [name, typeof value === 'object' ? { ...under, ...value } : value];
  });
  return { ...usual, ...Object.fromEntries(laid) } as WidgetConfig;
}

const day = 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();

const timeZone = 'America/Chicago';
const onCalendar = new Intl.DateTimeFormat('en-CA', { timeZone });
const withOffset = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });

/** The date in Chicago. */
export const chicagoDate = (at: number): string => onCalendar.format(at);

/** The instant of a time (`HH:MM`) in Chicago, on a day without a clock change. */
export function inChicago(date: string, time: string): string {
  const offset = /GMT(.*)$/.exec(withOffset.format(Date.parse(`${date}T18:00Z`)))?.[1];
  return iso(Date.parse(`${date}T${time}${offset}`)).replace('.000', '');
}

/** Times from 9 to 5 in Chicago on most days from tomorrow; every third time is taken. */
export function availability(now: number, taken: ReadonlySet<string>): Availability {
  const slotsByDate: Record<string, Slot[]> = {};
  const today = Date.parse(chicagoDate(now));
  for (let n = 1; n < 60; n++) {
    const date = today + n * day;
    const weekday = new Date(date).getUTCDay();
    if (weekday === 0 || (weekday + n) % 5 === 0) continue;
    const name = iso(date).slice(0, 10);
    slotsByDate[name] = Array.from({ length: 16 }, (_, i) => {
      const minutes = 9 * 60 + i * 30;
      const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${minutes % 60 ? '30' : '00'}`;
      const startsAt = inChicago(name, time);
      return { time, startsAt, available: (i + n) % 3 !== 0 && !taken.has(startsAt) };
    });
  }
  return {
    success: true,
    availableDates: Object.keys(slotsByDate),
    slotsByDate,
    timezone: timeZone,
    tourDuration: 30,
    source: 'live',
    asOf: iso(now),
  };
}

export const booking = ({ startsAt }: { startsAt: string }, test: boolean): Booked => ({
  success: true,
  booking: {
    id: '0199b5a0-0000-7000-8000-000000000001',
    status: 'confirmed',
    tourType: 'in_person',
    startsAt,
    endsAt: iso(Date.parse(startsAt) + 30 * 60_000),
    timezone: 'America/Chicago',
    agentName: 'Dana Whitfield',
    manageUrl: 'https://book.example/t/secret',
    icsUrl: 'https://book.example/t/secret.ics',
    test,
  },
});

/** The answer of a manage link, after a change by the team or in the widget. */
export function managedTour(
  change: Partial<Booking>,
  before: ManagedTour | null,
  via: Via = 'google_calendar',
  now = Date.now(),
): ManagedTour {
  const startsAt = change.startsAt ?? before?.booking.startsAt ?? '';
  const { booking: usual } = booking({ startsAt }, false);
  const { endsAt } = usual;
  const changed = { ...usual, ...before?.booking, ...change, startsAt, endsAt };
  const { property } = config();
  const changeable = changed.status === 'confirmed' && Date.parse(startsAt) > now + 3_600_000;
  return {
    success: true,
    booking: changed,
    property: { name: property.name, address: property.address, contact: property.contact },
    firstName: 'Ada',
    changeable,
    changeableUntil: iso(Date.parse(startsAt) - 3_600_000),
    cancelledVia: changed.status === 'cancelled' ? via : null,
  };
}
