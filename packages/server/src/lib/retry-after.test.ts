import { expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const date = 'Fri, 31 Dec 1999 23:58:59 GMT';
const asked = (retryAfter?: string, at: string | null = date) =>
  retryAfterMs(
    new Headers({
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
      ...(at === null ? {} : { date: at }),
    }),
  );

it.each([
  ['120', 120_000],
  [' 120 ', 120_000],
  ['0', 0],
  ['Fri, 31 Dec 1999 23:59:59 GMT', 60_000],
  ['Friday, 31-Dec-99 23:59:59 GMT', 60_000],
  ['Fri Dec 31 23:59:59 1999', 60_000],
  ['Sat Jan  1 00:00:59 2000', 120_000],
  // The date has passed.
  ['Fri, 31 Dec 1999 23:00:00 GMT', 0],
])('“%s” asks for %s ms', (text, ms) => {
  expect(asked(text)).toBe(ms);
});

it.each([
  undefined,
  '',
  'soon',
  '-5',
  '1.5',
  '1e3',
  '0x10',
  '5 minutes',
  '1999-12-31T23:59:59Z',
  'Fri, 31 Dec 1999 23:59:59 CET',
  'Fri, 99 Dec 1999 23:59:59 GMT',
  'Fri, 31 Dec 1999 25:61:00 GMT',
  'Fri, 31 Dec 1999 23:59:59 GMT, 120',
])('“%s” asks for nothing', (text) => {
  expect(asked(text)).toBeUndefined();
});

it('needs the answer’s own Date to compare a date with', () => {
  const then = 'Fri, 31 Dec 1999 23:59:59 GMT';
  expect(asked(then, null)).toBeUndefined();
  expect(asked(then, 'yesterday')).toBeUndefined();
  expect(asked('7', null)).toBe(7_000);
});
