import { putMemberSchema, putPropertySchema } from '@luma-leasing/types/admin';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import './router.ts';

const said = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ message }) => message);

it.each<[object, string]>([
  [{ name: 5 }, 'This must be text'],
  [{ name: 'x'.repeat(121) }, 'This must be at most 120 characters long'],
  [{ settings: { dailyCap: 0 } }, 'This must be at least 1'],
  [{ settings: { bufferMinutes: 241 } }, 'This must be at most 240'],
  [{ settings: { bufferMinutes: 1.5 } }, 'This must be a whole number'],
  [{ settings: { toursEnabled: 'yes' } }, 'This must be true or false'],
  [{ settings: { privacyUrl: 'here' } }, 'This must be an address like https://www.example.com'],
  [{ overrides: [{ date: '2026-02-30', ranges: [] }] }, 'This must be a date like 2026-12-25'],
  [{ whatToBring: 'id' }, 'This must be a list'],
  [{ whatToBring: Array.from({ length: 21 }, () => 'x') }, 'This must be at most 20 in number'],
  [{ colour: 'red' }, 'There is no field “colour”'],
  [{ hours: { mon: [{ start: '25:00', end: '26:00' }] } }, 'HH:MM in 24 hours'],
  [{ hours: { mon: [{ start: '09:00' }] } }, 'This is needed'],
])('%j is refused in words for people', (value, words) => {
  expect(said(putPropertySchema, value)).toContain(words);
});

it('and of a few values all are said', () => {
  const member = { organization: 'oak', role: 'king' };
  expect(said(putMemberSchema, member)).toContain('This must be one of: owner, manager, agent');
});
