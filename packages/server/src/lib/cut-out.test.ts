import { expect, it } from 'vitest';
import { cutOut } from './cut-out.ts';

const hole = { startsAt: 100, endsAt: 200 };

it.each([
  ['before it', [40, 100], [[40, 100]]],
  ['after it', [200, 240], [[200, 240]]],
  ['reaching into it', [40, 150], [[40, 100]]],
  ['reaching out of it', [150, 240], [[200, 240]]],
  ['the same', [100, 200], []],
  ['within it', [120, 130], []],
  [
    'around it',
    [40, 240],
    [
      [40, 100],
      [200, 240],
    ],
  ],
])('leaves of a stretch %s what is not in it', (_, [startsAt, endsAt], left) => {
  const found = cutOut([{ startsAt: startsAt!, endsAt: endsAt! }], hole);
  expect(found.map((one) => [one.startsAt, one.endsAt])).toEqual(left);
});
