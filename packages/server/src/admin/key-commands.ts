/** The commands for publishable keys. */
import type { Change, Key } from '@luma-leasing/types/admin';
import { callAdminApi, fetchAllItems } from './api.ts';
import type { Command } from './command.ts';
import { formatTable } from './table.ts';

/** The server's answer about a key. */
interface Used {
  change: Change;
  key: string;
  /** The script tag for the website, with the server's address. */
  tag: string;
  /** The same for this release alone; null: the server has no built widget. */
  pinnedTag: string | null;
  /** The address of the property's hosted page. */
  page: string;
}

export const keyCommands: Record<string, Command> = {
  keys: {
    takes: ['PROPERTY'],
    does: 'lists the publishable keys of a property',
    run: async ({ words: [property] }) => {
      const items = await fetchAllItems<Key>(['properties', property, 'keys']);
      const rows = items.map((one) => [
        one.name,
        one.key,
        one.revokedAt && Date.parse(one.revokedAt) <= Date.now() ? 'revoked' : 'works',
        one.createdAt.slice(0, 10),
        one.allowedOrigins.join(' ') || 'none',
      ]);
      const heads = ['NAME', 'KEY', 'STATE', 'MADE', 'ORIGIN'];
      return { data: items, text: formatTable(heads, rows, 'There is no key yet.') };
    },
  },
  key: {
    takes: ['PROPERTY', 'NAME'],
    does: 'creates a publishable key, or changes its origins. You choose the NAME: website',
    options: {
      origin: {
        value: 'ORIGIN',
        does: 'a website that may use it: https://www.example.com; give all, or none',
        field: 'allowedOrigins',
        many: true,
      },
      test: {
        does: 'creates a test key: nobody is told of its tours, and they are deleted after a day',
        field: 'test',
      },
    },
    run: async ({ words: [property, name], body }) => {
      const path = ['properties', property, 'keys', name];
      const data = await callAdminApi<Used>('PUT', path, body);
      const lines = [
        `${data.change}: key ${name} of ${property}`,
        data.key,
        `on its website: ${data.tag}`,
        ...(data.pinnedTag ? [`or pinned to this release: ${data.pinnedTag}`] : []),
        `a page of its own: ${data.page}`,
      ];
      return { data, text: lines.join('\n') };
    },
  },
  'rotate-key': {
    takes: ['PROPERTY', 'NAME'],
    does: 'creates a second key with the same name; both work until you revoke the old one by revoke-key',
    run: async ({ words: [property, name] }) => {
      const path = ['properties', property, 'keys', name, 'rotate'];
      const data = await callAdminApi<Used & { old: string }>('POST', path);
      const lines = [
        data.change === 'created'
          ? `created: key ${name} of ${property}`
          : `unchanged: key ${name} of ${property} has two already`,
        data.key,
        `on its website: ${data.tag}`,
        ...(data.pinnedTag ? [`or pinned to this release: ${data.pinnedTag}`] : []),
        `then: pnpm admin revoke-key ${property} ${name} ${data.old}`,
      ];
      return { data, text: lines.join('\n') };
    },
  },
  'revoke-key': {
    takes: ['PROPERTY', 'NAME', 'KEY'],
    does: 'ends a key at once',
    run: async ({ words: [property, name, key] }) => {
      const path = ['properties', property, 'keys', name, key];
      const data = await callAdminApi<{ change: Change }>('DELETE', path);
      return { data, text: `${data.change}: ${key} is revoked` };
    },
  },
};
