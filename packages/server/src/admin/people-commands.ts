/** The commands for agents, members and their links. */
import type { AdminMember, Agent, Change } from '@luma-leasing/types/admin';
import { ask, listed } from './api.ts';
import { orNone, readNumber, type Command } from './command.ts';
import { parseHours, readOverride, writeHours, writeOverride } from './hours-text.ts';
import { table } from './table.ts';

const resetLink = async (email: string): Promise<string> =>
  (await ask<{ url: string }>('POST', ['members', email, 'reset-link'])).url;

export const peopleCommands: Record<string, Command> = {
  agents: {
    takes: ['PROPERTY'],
    does: 'lists the agents of a property: who shows it',
    run: async ({ words: [property] }) => {
      const items = await listed<Agent>(['properties', property, 'agents']);
      const rows = items.map((one) => [
        one.email ?? 'front-desk',
        one.name,
        one.active ? 'yes' : 'no',
        one.hours ? writeHours(one.hours) : 'none',
        one.overrides.map(writeOverride).join(', ') || 'none',
        one.dailyCap === null ? 'none' : String(one.dailyCap),
        String(one.calendars),
      ]);
      const heads = ['EMAIL', 'NAME', 'SHOWS IT', 'HOURS', 'EXCEPT', 'DAILY-CAP', 'CALENDARS'];
      return { data: items, text: table(heads, rows, 'Nobody.') };
    },
  },
  agent: {
    takes: ['PROPERTY', 'EMAIL'],
    does: 'makes somebody an agent of a property, or changes when they show it',
    options: {
      name: { value: 'TEXT', does: 'as visitors read it (somebody new needs it)', field: 'name' },
      hours: {
        value: 'HOURS',
        does: 'when they show it, or closed, or none: in all its hours',
        field: 'hours',
        read: orNone(parseHours),
      },
      except: {
        value: '"DATE HOURS"',
        does: 'instead, on one date: "2026-12-25 closed"; all there are, or none',
        field: 'overrides',
        many: true,
        read: readOverride,
      },
      'daily-cap': {
        value: 'N',
        does: 'tours a day at most, or none',
        field: 'dailyCap',
        read: orNone(readNumber),
      },
    },
    run: async ({ words: [property, email], body }) => {
      const path = ['properties', property, 'agents', email];
      const data = await ask<{ change: Change }>('PUT', path, body);
      return { data, text: `${data.change}: agent ${email} of ${property}` };
    },
  },
  'remove-agent': {
    takes: ['PROPERTY', 'EMAIL'],
    does: 'an agent shows a property no more; tours booked with them stay theirs',
    run: async ({ words: [property, email] }) => {
      const path = ['properties', property, 'agents', email];
      const data = await ask<{ change: Change }>('DELETE', path);
      return { data, text: `${data.change}: ${email} does not show ${property}` };
    },
  },
  'connect-link': {
    takes: ['PROPERTY', 'EMAIL'],
    does: 'prints a link that connects an agent’s calendar: once, within a day',
    run: async ({ words: [property, email] }) => {
      const path = ['properties', property, 'agents', email, 'connect-link'];
      const data = await ask<{ url: string }>('POST', path);
      return { data, text: data.url };
    },
  },
  members: {
    takes: ['ORGANIZATION'],
    does: 'lists the members of an organization: who may sign in',
    run: async ({ words: [organization] }) => {
      const items = await listed<AdminMember>(['organizations', organization, 'members']);
      const rows = items.map((one) => [
        one.email,
        one.name,
        one.role,
        one.properties?.join(' ') ?? (one.role === 'agent' ? 'those they show' : 'all'),
        one.hasPassword ? 'chosen' : 'not yet',
      ]);
      const heads = ['EMAIL', 'NAME', 'ROLE', 'PROPERTY', 'PASSWORD'];
      return { data: items, text: table(heads, rows, 'Nobody.') };
    },
  },
  member: {
    takes: ['EMAIL'],
    does: 'makes somebody a member of an organization, or changes what they may; until they have chosen a password, prints a link to do so',
    options: {
      organization: {
        value: 'SLUG',
        does: 'where they work (somebody new needs it)',
        field: 'organization',
      },
      role: {
        value: 'owner|manager|agent',
        does: 'what they may (somebody new needs it)',
        field: 'role',
      },
      property: {
        value: 'SLUG',
        does: 'that a manager manages; all there are',
        field: 'properties',
        many: true,
      },
      name: {
        value: 'TEXT',
        does: 'theirs; of somebody new, if not said: the agent’s of this address, or the address',
        field: 'name',
      },
    },
    run: async ({ words: [email], body }) => {
      const path = ['members', email];
      const { change, hasPassword } = await ask<{ change: Change; hasPassword: boolean }>(
        'PUT',
        path,
        body,
      );
      const done = `${change}: member ${email}`;
      if (hasPassword) return { data: { change, hasPassword }, text: done };
      const url = await resetLink(email!);
      const text = `${done}\nThey choose their password here, within a day:\n${url}`;
      return { data: { change, hasPassword, url }, text };
    },
  },
  'remove-member': {
    takes: ['EMAIL'],
    does: 'somebody is a member no more: whoever is signed in as them is signed out',
    run: async ({ words: [email] }) => {
      const data = await ask<{ change: Change }>('DELETE', ['members', email]);
      return { data, text: `${data.change}: ${email} is no member` };
    },
  },
  'reset-link': {
    takes: ['EMAIL'],
    does: 'prints a link under which a member chooses a password: once, within a day',
    run: async ({ words: [email] }) => {
      const url = await resetLink(email!);
      return { data: { url }, text: url };
    },
  },
};
