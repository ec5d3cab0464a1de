// Reads from a runner's last words how many tests passed and failed.

export interface Words {
  passed: RegExp;
  failed: RegExp;
}

export const vitest: Words = {
  passed: /^\s+Tests\s.*?(\d+) passed/gm,
  failed: /^\s+Tests\s+(\d+) failed/gm,
};
export const webTestRunner: Words = {
  passed: /test files \| (\d+) passed, \d+ failed/g,
  failed: /test files \| \d+ passed, (\d+) failed/g,
};
export const playwright: Words = { passed: /^\s+(\d+) passed/gm, failed: /^\s+(\d+) failed/gm };

/** @param words absent: the step is no runner of tests, and fails as one. */
export function tally(
  output: string,
  ok: boolean,
  words?: Words,
): { passed: number; failed: number } {
  const last = (pattern: RegExp | undefined) =>
    pattern ? Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0) : 0;
  const passed = last(words?.passed);
  const failed = last(words?.failed);
  // A runner that fell over, or ran nothing, names no failed test; and one that names some may still end with 0.
  const isWell = ok && failed === 0 && (words === undefined || passed > 0);
  return { passed, failed: isWell ? 0 : Math.max(1, failed) };
}
