import { expect, it } from 'vitest';
import { storableError } from './storable-error.ts';

it('keeps an error’s message, without characters that Postgres refuses', () => {
  expect(storableError(new Error('550 no\u0000such\r\nuser'))).toBe('550 no such user');
  expect(storableError('plain')).toBe('plain');
  expect(storableError(`${'x'.repeat(499)}🏊`)).toBe(`${'x'.repeat(499)}\ufffd`);
});
