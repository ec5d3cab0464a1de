import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../../test/print-slots.ts', import.meta.url));
const answerUnder = (timezone: string) =>
  execFileSync(process.execPath, [script], {
    env: { ...process.env, TZ: timezone },
    encoding: 'utf8',
  });

it('gives the same answer in any zone of the machine', () => {
  const inUtc = answerUnder('UTC');
  expect(inUtc).toContain('"time":"03:00","startsAt":"2026-03-08T08:00:00Z"');
  expect(answerUnder('Pacific/Apia')).toBe(inUtc);
  expect(answerUnder('America/Chicago')).toBe(inUtc);
});
