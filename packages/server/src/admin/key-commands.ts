/** Publishable keys. */
import type { Change, Key } from '@luma-leasing/types/admin';
import { appUrl, ask } from './api.ts';
import type { Command } from './command.ts';
import { table } from './table.ts';

const tagWith = (key: string): string =>
  `<script async src="${appUrl()}/lumaleasing.js" data-key="${key}"></script>`;

export const keyCommands: Record<string, Command> = {
  keys: {
    takes: ['PROPERTY'],
    does: 'lists its publishable keys',
    run: async ({ words: [property] }) => {
      const { items } = await ask<{ items: Key[] }>('GET', ['properties', property, 'keys']);
      const rows = items.map((one) => [
        one.name,
        one.key,
        one.revokedAt && Date.parse(one.revokedAt) <= Date.now() ? 'revoked' : 'works',
        one.createdAt.slice(0, 10),
        one.allowedOrigins.join(' ') || 'no website',
      ]);
      const heads = ['NAME', 'KEY', 'STATE', 'MADE', 'ORIGINS'];
      return { data: items, text: table(heads, rows, 'There is none yet.') };
    },
  },
  key: {
    takes: ['PROPERTY', 'NAME'],
    does: 'makes a key, or changes its origins. NAME is a word of yours: website',
    options: {
      origin: {
        value: 'ORIGIN',
        does: 'of a website: https://www.example.com; all there are, or none',
        field: 'allowedOrigins',
        many: true,
      },
      test: {
        does: 'for practice: its tours are told to nobody, and gone after a day',
        field: 'test',
      },
    },
    run: async ({ words: [property, name], body }) => {
      const path = ['properties', property, 'keys', name];
      const data = await ask<{ change: Change; key: string }>('PUT', path, body);
      const lines = [
        `${data.change}: key ${name} of ${property}`,
        data.key,
        `on its website: ${tagWith(data.key)}`,
        `a page of its own: ${appUrl()}/book/${property}`,
      ];
      return { data, text: lines.join('\n') };
    },
  },
  'rotate-key': {
    takes: ['PROPERTY', 'NAME'],
    does: 'makes a second key of the name; both work until you revoke the old one',
    run: async ({ words: [property, name] }) => {
      const path = ['properties', property, 'keys', name, 'rotate'];
      const data = await ask<{ change: Change; key: string; old: string }>('POST', path);
      const lines = [
        data.change === 'created'
          ? `created: key ${name} of ${property}`
          : 'unchanged: there are two already',
        data.key,
        `on its website: ${tagWith(data.key)}`,
        `then: pnpm admin revoke-key ${property} ${data.old}`,
      ];
      return { data, text: lines.join('\n') };
    },
  },
  'revoke-key': {
    takes: ['PROPERTY', 'KEY'],
    does: 'ends a key, at once',
    run: async ({ words: [property, key] }) => {
      const path = ['properties', property, 'keys', key];
      const data = await ask<{ change: Change }>('DELETE', path);
      return { data, text: `${data.change}: ${key} is revoked` };
    },
  },
};
