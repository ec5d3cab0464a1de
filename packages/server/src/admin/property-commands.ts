/** The commands for organizations and properties. */
import type { AdminProperty, Change } from '@luma-leasing/types/admin';
import { callAdminApi, fetchAllItems } from './api.ts';
import {
  type Command,
  type Option,
  type Options,
  readNumber,
  readOrNone,
  readYesNo,
  shownOptions,
} from './command.ts';
import { parseHours, readOverride, writeHours, writeOverride } from './hours-text.ts';
import { formatPairs, formatTable } from './table.ts';

const number = (field: string, does: string): Option => ({
  value: 'N',
  does,
  field: `settings.${field}`,
  read: readNumber,
});

/** The options that describe a property. `property SLUG` shows its values by the same names. */
const describedBy: Options = {
  organization: {
    value: 'SLUG',
    does: 'that owns it; a property that exists stays where it is',
    field: 'organization',
  },
  name: { value: 'TEXT', does: 'as visitors read it', field: 'name' },
  timezone: { value: 'ZONE', does: 'its time zone: America/Chicago', field: 'timezone' },
  street: { value: 'TEXT', does: 'of its address', field: 'address.street' },
  city: { value: 'TEXT', does: 'of its address', field: 'address.city' },
  region: {
    value: 'TEXT',
    does: 'of its address: state or province, or ""',
    field: 'address.region',
  },
  'postal-code': { value: 'TEXT', does: 'of its address, or ""', field: 'address.postalCode' },
  country: { value: 'CC', does: 'of its address, in two letters: US', field: 'address.country' },
  'contact-name': {
    value: 'TEXT',
    does: 'the person or team that visitors may ask',
    field: 'contactName',
  },
  'contact-phone': {
    value: 'TEXT',
    does: 'of the contact, or none',
    field: 'contactPhone',
    read: readOrNone(),
  },
  'contact-email': {
    value: 'EMAIL',
    does: 'of the contact, or none; visitors’ questions are mailed there',
    field: 'contactEmail',
    read: readOrNone(),
  },
  hours: {
    value: 'HOURS',
    does: '"mon-fri 9:00-18:00, sat 10:00-12:00 13:00-16:00", or closed; a day not named is closed',
    field: 'hours',
    read: parseHours,
    write: writeHours,
  },
  except: {
    value: '"DATE HOURS"',
    does: 'other hours on one date: "2026-12-25 closed", "2026-12-24 9:00-12:00"; give all, or none',
    field: 'overrides',
    many: true,
    read: readOverride,
    write: writeOverride,
  },
  directions: {
    value: 'TEXT',
    does: 'how to find it, or none',
    field: 'directions',
    read: readOrNone(),
  },
  bring: {
    value: 'TEXT',
    does: 'something to bring to a tour; give all, or none',
    field: 'whatToBring',
    many: true,
  },
  tours: {
    value: 'yes|no',
    does: 'whether tours are offered',
    field: 'settings.toursEnabled',
    read: readYesNo,
    write: (enabled: boolean) => (enabled ? 'yes' : 'no'),
  },
  duration: number('tourDurationMinutes', 'minutes of a tour'),
  interval: {
    ...number(
      'slotIntervalMinutes',
      'minutes from one offered time to the next, or none for the duration',
    ),
    read: readOrNone(readNumber),
  },
  buffer: number('bufferMinutes', 'minutes between two tours'),
  notice: number('noticeMinutes', 'least minutes between booking and tour'),
  horizon: number('horizonDays', 'number of days that are open for booking'),
  'daily-cap': {
    ...number('dailyCap', 'most tours on one day, or none'),
    read: readOrNone(readNumber),
  },
  cutoff: number(
    'changeCutoffMinutes',
    'minutes before a tour when visitors can no longer change it',
  ),
  'event-title': { value: 'TEXT', does: 'of calendar events', field: 'settings.eventTitle' },
  color: { value: '#RRGGBB', does: 'of the widget', field: 'settings.brandColor' },
  greeting: {
    value: 'TEXT',
    does: 'first words of the chat, or none',
    field: 'settings.greeting',
    read: readOrNone(),
  },
  assistant: {
    value: 'TEXT',
    does: 'name of the chat, or none',
    field: 'settings.assistantName',
    read: readOrNone(),
  },
  privacy: {
    value: 'URL',
    does: 'of the privacy policy, or none',
    field: 'settings.privacyUrl',
    read: readOrNone(),
  },
};

export const propertyCommands: Record<string, Command> = {
  organizations: {
    takes: [],
    does: 'lists the organizations',
    run: async () => {
      const items = await fetchAllItems<{ slug: string; name: string; properties: number }>([
        'organizations',
      ]);
      const rows = items.map((one) => [one.slug, one.name, String(one.properties)]);
      const heads = ['SLUG', 'NAME', 'PROPERTIES'];
      return { data: items, text: formatTable(heads, rows, 'There is no organization yet.') };
    },
  },
  organization: {
    takes: ['SLUG'],
    does: 'creates an organization, or renames it',
    options: { name: { value: 'TEXT', does: 'its name', field: 'name' } },
    run: async ({ words: [slug], body }) => {
      const data = await callAdminApi<{ change: Change }>('PUT', ['organizations', slug], body);
      return { data, text: `${data.change}: organization ${slug}` };
    },
  },
  properties: {
    takes: [],
    does: 'lists the properties',
    run: async () => {
      const items = await fetchAllItems<
        Pick<AdminProperty, 'slug' | 'organization' | 'name' | 'timezone'>
      >(['properties']);
      const rows = items.map((one) => [one.slug, one.organization, one.name, one.timezone]);
      const heads = ['SLUG', 'ORGANIZATION', 'NAME', 'TIMEZONE'];
      return { data: items, text: formatTable(heads, rows, 'There is no property yet.') };
    },
  },
  property: {
    takes: ['SLUG'],
    does: 'creates a property, or changes it; without options, shows it',
    options: describedBy,
    run: async ({ words: [slug], body }) => {
      if (Object.keys(body).length === 0) {
        const { property } = await callAdminApi<{ property: AdminProperty }>('GET', [
          'properties',
          slug,
        ]);
        return {
          data: property,
          text: formatPairs([['slug', slug!], ...shownOptions(describedBy, property)]),
        };
      }
      const data = await callAdminApi<{ change: Change }>('PUT', ['properties', slug], body);
      return { data, text: `${data.change}: property ${slug}` };
    },
  },
};
