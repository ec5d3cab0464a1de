// `pnpm test:days [PART or DAY …]`: the suite on days on which something of a calendar changes; all of them if none is
// named, as in `pnpm test:days widget leap-day`.
//
// The day is set for a whole run, in every process of it: `test-day.ts` is preloaded into each Node (the runners, the
// servers, the sandboxes; the embedded database asks Node) and every browser gets the same shift of `Date` before its
// first script (`browser.ts`). So the product needs no switch for tests. libfaketime was tried instead: Node and
// Postgres run well under it, and Chromium fifty times slower than without. The real Postgres keeps the machine's time,
// which only pg-boss and `created_at` ask for: so each day must lie ahead of the machine's, as in life no time is set
// before it comes.
//
// The clock runs on from the named minute, and anew for each part: what starts shortly before midnight goes over it.
import { findChromium } from './browser.ts';
import { requireNode } from './process.ts';
import { groundwork, parts, runSteps, sayVerdict, type Result } from './suite.ts';

const days = {
  'new-years-eve': '2026-12-31T15:00-06:00[America/Chicago]',
  sunday: '2027-01-17T11:00-06:00[America/Chicago]',
  'eve-of-summer-time': '2027-03-13T14:00-06:00[America/Chicago]',
  'into-summer-time': '2027-03-14T01:50-06:00[America/Chicago]',
  'last-of-month': '2027-04-30T16:00-05:00[America/Chicago]',
  // May 2027 begins on a Saturday.
  'six-rows': '2027-05-12T10:00-05:00[America/Chicago]',
  'first-of-month': '2027-06-01T09:00-05:00[America/Chicago]',
  'midnight-utc': '2027-07-15T18:56-05:00[America/Chicago]',
  'midnight-chicago': '2027-08-31T23:56-05:00[America/Chicago]',
  'five-rows': '2027-09-15T10:00-05:00[America/Chicago]',
  'eve-of-winter-time': '2027-11-06T14:00-05:00[America/Chicago]',
  'into-winter-time': '2027-11-07T01:50-05:00[America/Chicago]',
  'late-november': '2027-11-27T18:00-06:00[America/Chicago]',
  'leap-day': '2028-02-29T13:00-06:00[America/Chicago]',
};

requireNode();
const asked = process.argv.slice(2);
const choose = <T>(of: T[], nameOf: (one: T) => string): T[] => {
  const named = of.filter((one) => asked.includes(nameOf(one)));
  return named.length > 0 ? named : of;
};
const names = [...parts.map((part) => part.name), ...Object.keys(days)];
const unknown = asked.filter((one) => !names.includes(one));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. Parts and days are: ${names.join(', ')}.`);
  process.exit(1);
}

process.env['CHROME_PATH'] = await findChromium();
const preload = `--import=${import.meta.resolve('./test-day.ts')}`;
const results: Result[] = await runSteps(groundwork.filter((step) => step.name === 'build'));
for (const [day, at] of choose(Object.entries(days), ([name]) => name)) {
  const steps = choose(parts, (part) => part.name).map((part) => ({
    ...part,
    name: `${part.name}, ${day}`,
  }));
  const { epochMilliseconds } = Temporal.ZonedDateTime.from(at);
  const onThatDay = () => ({
    NODE_OPTIONS: [process.env['NODE_OPTIONS'], preload].filter(Boolean).join(' '),
    TEST_CLOCK_SHIFT: String(epochMilliseconds - Date.now()),
  });
  results.push(...(await runSteps(steps, onThatDay)));
}
sayVerdict(results);
