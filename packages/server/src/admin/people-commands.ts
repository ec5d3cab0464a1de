/** Agents, accounts, and the links they are given. */
import type { AdminMember, Agent, Change } from '@luma-leasing/types/admin';
import { ask } from './api.ts';
import { orNone, readNumber, type Command } from './command.ts';
import { readHours, readOverride, writeHours } from './hours-text.ts';
import { table } from './table.ts';

const resetLink = async (email: string): Promise<string> =>
  (await ask<{ url: string }>('POST', ['members', email, 'reset-link'])).url;

export const peopleCommands: Record<string, Command> = {
  agents: {
    takes: ['PROPERTY'],
    does: 'lists who shows it',
    run: async ({ words: [property] }) => {
      const { items } = await ask<{ items: Agent[] }>('GET', ['properties', property, 'agents']);
      const rows = items.map((one) => [
        one.email ?? '-',
        one.name,
        one.active ? 'yes' : 'no',
        one.hours ? writeHours(one.hours) : 'as the property',
        one.dailyCap === null ? '-' : String(one.dailyCap),
        String(one.calendars),
      ]);
      const heads = ['EMAIL', 'NAME', 'SHOWS IT', 'HOURS', 'DAILY CAP', 'CALENDARS'];
      return { data: items, text: table(heads, rows, 'Nobody.') };
    },
  },
  agent: {
    takes: ['PROPERTY', 'EMAIL'],
    does: 'lets somebody show it, or changes when they do',
    options: {
      name: { value: 'TEXT', does: 'needed for somebody new', field: 'name' },
      hours: {
        value: 'HOURS',
        does: 'when they show it, or none: in all its hours',
        field: 'hours',
        read: orNone(readHours),
      },
      except: {
        value: 'DATE',
        does: '"2026-12-25 closed"; all there are, or none',
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
    does: 'somebody shows it no more; tours booked with them stay theirs',
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
    does: 'lists who has an account',
    run: async ({ words: [organization] }) => {
      const path = ['organizations', organization, 'members'];
      const { items } = await ask<{ items: AdminMember[] }>('GET', path);
      const rows = items.map((one) => [
        one.email,
        one.name,
        one.role,
        one.properties?.join(' ') ?? (one.role === 'agent' ? 'those they show' : 'all'),
        one.hasPassword ? 'chosen' : 'not yet',
      ]);
      const heads = ['EMAIL', 'NAME', 'ROLE', 'PROPERTIES', 'PASSWORD'];
      return { data: items, text: table(heads, rows, 'Nobody.') };
    },
  },
  member: {
    takes: ['EMAIL'],
    does: 'makes an account, or changes what it may; of a new one, prints the link to choose its password',
    options: {
      organization: { value: 'SLUG', does: 'where they work', field: 'organization' },
      role: { value: 'owner|manager|agent', does: 'what they may', field: 'role' },
      property: {
        value: 'SLUG',
        does: 'that a manager manages',
        field: 'properties',
        many: true,
      },
      name: {
        value: 'TEXT',
        does: 'absent: the agent’s of this address, or the address',
        field: 'name',
      },
    },
    run: async ({ words: [email], body }) => {
      const { change } = await ask<{ change: Change }>('PUT', ['members', email], body);
      const done = `${change}: account ${email}`;
      if (change !== 'created') return { data: { change }, text: done };
      const url = await resetLink(email!);
      return { data: { change, url }, text: `${done}\nThey choose their password here:\n${url}` };
    },
  },
  'remove-member': {
    takes: ['EMAIL'],
    does: 'takes an account away; whoever is signed in with it is signed out',
    run: async ({ words: [email] }) => {
      const data = await ask<object>('DELETE', ['members', email]);
      return { data, text: `gone: account ${email}` };
    },
  },
  'reset-link': {
    takes: ['EMAIL'],
    does: 'prints a link under which somebody chooses a password: once, within a day',
    run: async ({ words: [email] }) => {
      const url = await resetLink(email!);
      return { data: { url }, text: url };
    },
  },
};
