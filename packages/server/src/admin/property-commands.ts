/** Organisations, properties, and times by hand. */
import type { AdminProperty, Change, Times } from '@luma-leasing/types/admin';
import { dateText, parseDate } from '../lib/iso.ts';
import { localTime } from '../lib/local-time.ts';
import { ask } from './api.ts';
import { orNone, readNumber, readYesNo, type Command, type Option } from './command.ts';
import { readHours, readOverride, writeHours, writeOverride } from './hours-text.ts';
import { list, table } from './table.ts';

const number = (field: string, does: string): Option => ({
  value: 'N',
  does,
  field: `settings.${field}`,
  read: readNumber,
});

const describedBy: Record<string, Option> = {
  organization: {
    value: 'SLUG',
    does: 'whose it is (needed for a new one)',
    field: 'organization',
  },
  name: { value: 'TEXT', does: 'as visitors read it', field: 'name' },
  timezone: { value: 'ZONE', does: 'of its clocks: America/Chicago', field: 'timezone' },
  street: { value: 'TEXT', does: 'of its address', field: 'address.street' },
  city: { value: 'TEXT', does: '', field: 'address.city' },
  region: { value: 'TEXT', does: 'state or province', field: 'address.region' },
  'postal-code': { value: 'TEXT', does: '', field: 'address.postalCode' },
  country: { value: 'CC', does: 'two letters: US', field: 'address.country' },
  'contact-name': { value: 'TEXT', does: 'whom visitors may ask', field: 'contactName' },
  'contact-phone': { value: 'TEXT', does: 'or none', field: 'contactPhone', read: orNone() },
  'contact-email': {
    value: 'EMAIL',
    does: 'or none; questions of visitors are mailed there',
    field: 'contactEmail',
    read: orNone(),
  },
  hours: {
    value: 'HOURS',
    does: '"mon-fri 9:00-18:00, sat 10:00-12:00 13:00-16:00"; a day not named is closed',
    field: 'hours',
    read: readHours,
  },
  except: {
    value: 'DATE',
    does: '"2026-12-25 closed", "2026-12-24 9:00-12:00"; all there are, or none',
    field: 'overrides',
    many: true,
    read: readOverride,
  },
  directions: {
    value: 'TEXT',
    does: 'how to find it, or none',
    field: 'directions',
    read: orNone(),
  },
  bring: {
    value: 'TEXT',
    does: 'what to bring to a tour; all, or none',
    field: 'whatToBring',
    many: true,
  },
  tours: {
    value: 'yes|no',
    does: 'whether tours are offered',
    field: 'settings.toursEnabled',
    read: readYesNo,
  },
  duration: number('tourDurationMinutes', 'minutes of a tour'),
  interval: {
    ...number(
      'slotIntervalMinutes',
      'minutes from one offered time to the next, or none: the duration',
    ),
    read: orNone(readNumber),
  },
  buffer: number('bufferMinutes', 'minutes between two tours'),
  notice: number('noticeMinutes', 'minutes from a booking to its tour, at least'),
  horizon: number('horizonDays', 'days that may be booked'),
  'daily-cap': { ...number('dailyCap', 'tours a day at most, or none'), read: orNone(readNumber) },
  cutoff: number('changeCutoffMinutes', 'minutes before a tour until which it may be changed'),
  'event-title': { value: 'TEXT', does: 'of calendar events', field: 'settings.eventTitle' },
  color: { value: '#RRGGBB', does: 'of the widget', field: 'settings.brandColor' },
  greeting: {
    value: 'TEXT',
    does: 'first words of the chat, or none',
    field: 'settings.greeting',
    read: orNone(),
  },
  assistant: {
    value: 'TEXT',
    does: 'name of the chat, or none',
    field: 'settings.assistantName',
    read: orNone(),
  },
  privacy: {
    value: 'URL',
    does: 'of the privacy policy, or none',
    field: 'settings.privacyUrl',
    read: orNone(),
  },
};

export const propertyCommands: Record<string, Command> = {
  organizations: {
    takes: [],
    does: 'lists them',
    run: async () => {
      const { items } = await ask<{ items: { slug: string; name: string; properties: number }[] }>(
        'GET',
        ['organizations'],
      );
      const rows = items.map((one) => [one.slug, one.name, String(one.properties)]);
      return {
        data: items,
        text: table(['SLUG', 'NAME', 'PROPERTIES'], rows, 'There is none yet.'),
      };
    },
  },
  organization: {
    takes: ['SLUG'],
    does: 'makes or renames one',
    options: { name: { value: 'TEXT', does: 'its name', field: 'name' } },
    run: async ({ words: [slug], body }) => {
      const data = await ask<{ change: Change }>('PUT', ['organizations', slug], body);
      return { data, text: `${data.change}: organisation ${slug}` };
    },
  },
  properties: {
    takes: [],
    does: 'lists them',
    run: async () => {
      const { items } = await ask<{ items: AdminProperty[] }>('GET', ['properties']);
      const rows = items.map((one) => [one.slug, one.organization, one.name, one.timezone]);
      return {
        data: items,
        text: table(['SLUG', 'ORGANISATION', 'NAME', 'TIME ZONE'], rows, 'There is none yet.'),
      };
    },
  },
  property: {
    takes: ['SLUG'],
    does: 'makes or changes one; without options, shows it',
    options: describedBy,
    run: async ({ words: [slug], body }) => {
      if (Object.keys(body).length === 0) {
        const { property } = await ask<{ property: AdminProperty }>('GET', ['properties', slug]);
        return { data: property, text: described(property) };
      }
      const data = await ask<{ change: Change }>('PUT', ['properties', slug], body);
      return { data, text: `${data.change}: property ${slug}` };
    },
  },
  times: {
    takes: ['PROPERTY', 'DATE…'],
    does:
      'lists the times by hand; or with DATE TIME TIME …, makes these the times of that date. DATE may be today or tomorrow; ' +
      'with "none" for a TIME there are none. They are offered while no calendar is connected.',
    options: {
      agent: { value: 'EMAIL', does: 'whose, if several show the property', field: 'agent' },
    },
    run: async ({ words: [property, day, ...times], body }) => {
      if (day === undefined || times.length === 0) {
        const { items } = await ask<{ items: Times[] }>('GET', ['properties', property, 'times']);
        const shown = day === undefined ? items : items.filter((one) => one.date === day);
        const rows = shown.map((one) => [one.date, one.agent ?? 'front desk', one.times.join(' ')]);
        return { data: shown, text: table(['DATE', 'AGENT', 'TIMES'], rows, 'There are none.') };
      }
      const date = await dateOf(property!, day);
      const data = await ask<{ change: Change }>('PUT', ['properties', property, 'times', date], {
        ...body,
        times: times[0] === 'none' ? [] : times.map((time) => time.padStart(5, '0')),
      });
      return { data, text: `${data.change}: times of ${property} on ${date}` };
    },
  },
};

/** What today is, the property's clocks say. */
async function dateOf(slug: string, day: string): Promise<string> {
  if (day !== 'today' && day !== 'tomorrow') return day;
  const { property } = await ask<{ property: AdminProperty }>('GET', ['properties', slug]);
  const today = localTime(property.timezone, Date.now()).date;
  return day === 'today' ? today : dateText(parseDate(today) + 1);
}

const described = (property: AdminProperty): string => {
  const { address, settings } = property;
  const { street, city, region, postalCode, country } = address;
  return list([
    ['slug', property.slug],
    ['organisation', property.organization],
    ['name', property.name],
    ['time zone', property.timezone],
    ['address', `${street}, ${city}, ${region} ${postalCode}, ${country}`],
    [
      'contact',
      [property.contactName, property.contactPhone, property.contactEmail]
        .filter(Boolean)
        .join(', '),
    ],
    ['hours', writeHours(property.hours)],
    ['except', property.overrides.map(writeOverride).join(', ') || 'none'],
    ['directions', property.directions ?? 'none'],
    ['bring', property.whatToBring.join(', ') || 'none'],
    ...Object.entries(settings).map(([name, value]): [string, string] => [
      name,
      value === null ? 'none' : String(value),
    ]),
  ]);
};
