/** The commands for agents, members and their links. */
import type { AdminMember, Agent, Change } from '@luma-leasing/types/admin';
import { callAdminApi, fetchAllItems } from './api.ts';
import { type Command, readNumber, readOrNone } from './command.ts';
import { parseHours, readOverride, writeHours, writeOverride } from './hours-text.ts';
import { formatTable } from './table.ts';

const resetLink = async (email: string): Promise<string> =>
  (await callAdminApi<{ url: string }>('POST', ['members', email, 'reset-link'])).url;

export const peopleCommands: Record<string, Command> = {
  agents: {
    takes: ['PROPERTY'],
    does: 'lists the agents of a property: the people who show it',
    run: async ({ words: [property] }) => {
      const items = await fetchAllItems<Agent>(['properties', property, 'agents']);
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
      return { data: items, text: formatTable(heads, rows, 'Nobody.') };
    },
  },
  agent: {
    takes: ['PROPERTY', 'EMAIL'],
    does: 'adds an agent to a property, or changes the hours in which they show it',
    options: {
      name: {
        value: 'TEXT',
        does: 'as visitors read it (required for a new agent)',
        field: 'name',
      },
      hours: {
        value: 'HOURS',
        does: 'the hours in which they show it, closed, or none for all hours of the property',
        field: 'hours',
        read: readOrNone(parseHours),
      },
      except: {
        value: '"DATE HOURS"',
        does: 'other hours on one date: "2026-12-25 closed"; give all, or none',
        field: 'overrides',
        many: true,
        read: readOverride,
      },
      'daily-cap': {
        value: 'N',
        does: 'most tours on one day, or none',
        field: 'dailyCap',
        read: readOrNone(readNumber),
      },
    },
    run: async ({ words: [property, email], body }) => {
      const path = ['properties', property, 'agents', email];
      const data = await callAdminApi<{ change: Change }>('PUT', path, body);
      return { data, text: `${data.change}: agent ${email} of ${property}` };
    },
  },
  'remove-agent': {
    takes: ['PROPERTY', 'EMAIL'],
    does: 'removes an agent from a property; they keep the tours that are booked with them',
    run: async ({ words: [property, email] }) => {
      const path = ['properties', property, 'agents', email];
      const data = await callAdminApi<{ change: Change }>('DELETE', path);
      return { data, text: `${data.change}: ${email} does not show ${property}` };
    },
  },
  'connect-link': {
    takes: ['PROPERTY', 'EMAIL'],
    does: 'prints a link that connects an agent’s calendar; it works once, within a day',
    run: async ({ words: [property, email] }) => {
      const path = ['properties', property, 'agents', email, 'connect-link'];
      const data = await callAdminApi<{ url: string }>('POST', path);
      return { data, text: data.url };
    },
  },
  members: {
    takes: ['ORGANIZATION'],
    does: 'lists the members of an organization: the people who may sign in',
    run: async ({ words: [organization] }) => {
      const items = await fetchAllItems<AdminMember>(['organizations', organization, 'members']);
      const rows = items.map((one) => [
        one.email,
        one.name,
        one.role,
        one.properties?.join(' ') ?? (one.role === 'agent' ? 'those they show' : 'all'),
        one.hasPassword ? 'chosen' : 'not yet',
      ]);
      const heads = ['EMAIL', 'NAME', 'ROLE', 'PROPERTY', 'PASSWORD'];
      return { data: items, text: formatTable(heads, rows, 'Nobody.') };
    },
  },
  member: {
    takes: ['EMAIL'],
    does: 'adds a member to an organization, or changes their role; until they have chosen a password, prints a link to do so',
    options: {
      organization: {
        value: 'SLUG',
        does: 'their organization (required for a new member)',
        field: 'organization',
      },
      role: {
        value: 'owner|manager|agent',
        does: 'their role (required for a new member)',
        field: 'role',
      },
      property: {
        value: 'SLUG',
        does: 'a property that a manager manages; give all',
        field: 'properties',
        many: true,
      },
      name: {
        value: 'TEXT',
        does: 'their name; by default the name of the agent with this address, or the address',
        field: 'name',
      },
    },
    run: async ({ words: [email], body }) => {
      const path = ['members', email];
      const { change, hasPassword } = await callAdminApi<{ change: Change; hasPassword: boolean }>(
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
    does: 'deletes a member’s account, and signs them out everywhere',
    run: async ({ words: [email] }) => {
      const data = await callAdminApi<{ change: Change }>('DELETE', ['members', email]);
      return { data, text: `${data.change}: ${email} is no member` };
    },
  },
  'reset-link': {
    takes: ['EMAIL'],
    does: 'prints a link to choose a new password; it works once, within a day',
    run: async ({ words: [email] }) => {
      const url = await resetLink(email!);
      return { data: { url }, text: url };
    },
  },
};
