import * as schemas from '@luma-leasing/types/admin';
import { expect, it } from 'vitest';
import { z } from 'zod';
// This import has the messages.
import '../../http/router.ts';

const asked = Object.entries(schemas as Record<string, unknown>).filter(
  (entry): entry is [string, z.ZodType] =>
    /^(put.*|.*Query|slug|zone|origin|keyName|memberEmail)Schema$/.test(entry[0]) &&
    entry[1] instanceof z.ZodType,
);
const long = 'x'.repeat(5_000);
const plain = [undefined, null, true, 0, -1, 1.5, 1e9, NaN, '', ' ', 'x', long, '9:00', '25:00'];
const leaves = [...plain, [], [null], Array(2_000).fill('x'), {}, { x: 1 }];
const nested = leaves.flatMap((leaf) => [
  { mon: leaf },
  { mon: [{ start: leaf, end: leaf }] },
  { funday: leaf },
  [{ date: leaf, ranges: leaf }],
  { street: leaf, country: leaf },
  { noticeMinutes: leaf, dailyCap: leaf, privacyUrl: leaf, brandColor: leaf, toursEnabled: leaf },
  { horizonDays: leaf, greeting: leaf, eventTitle: leaf, tourDurationMinutes: leaf },
]);
const values: unknown[] = [...leaves, ...nested];

it('finds the schemas of operators’ requests', () => {
  expect(asked.map(([name]) => name)).toEqual(
    expect.arrayContaining(['putPropertySchema', 'pageQuerySchema', 'zoneSchema']),
  );
});

it.each(asked)('%s refuses in words for people', (_name, schema) => {
  const fields = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const inputs = [
    ...values,
    ...fields.flatMap((field) => values.map((value) => ({ [field]: value }))),
    { unknown: 1 },
  ];
  const messages = new Set<string>();
  for (const input of inputs)
    for (const { message } of schema.safeParse(input).error?.issues ?? []) messages.add(message);
  expect(messages.size).toBeGreaterThan(0);
  for (const message of messages) {
    expect(message).not.toMatch(
      /invalid|expected|received|too (small|big)|unrecognized|>=|<=|NaN/i,
    );
    // No message that says only that something is invalid.
    expect(message).not.toMatch(/undefined|This cannot be|record/);
  }
});
