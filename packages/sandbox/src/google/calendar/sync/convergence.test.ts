import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runSandbox } from '../../../../test/sandbox.ts';
import type { CalendarClient } from '../../../../test/sandbox.ts';
import { Mirror } from '../../../../test/mirror.ts';

const EVENTS = '/calendars/primary/events';
const DAY = 86_400_000;
const FIRST = Date.parse('2026-01-05T15:00:00Z');

const at = (hours: number) => ({
  dateTime: new Date(FIRST + hours * 3_600_000).toISOString(),
  timeZone: 'America/Chicago',
});
const times = (hours: number) => ({ start: at(hours), end: at(hours + 1) });
const hour = fc.integer({ min: -30, max: 200 });
const name = fc.constantFrom('aaaaa', 'bbbbb', 'ccccc');
/** An instance of a series on a day, whether or not the series has it. */
const instance = fc.tuple(name, fc.integer({ min: 0, max: 6 })).map(([id, day]) => {
  const start = new Date(FIRST + day * DAY).toISOString().replace(/[-:]|\.\d{3}/g, '');
  return `${id}_${start}`;
});

type Edit = [method: string, path: string, body?: object];
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(name, hour).map(([id, hours]): Edit => ['POST', '', { id, ...times(hours) }]),
  fc
    .tuple(name, fc.constantFrom('FREQ=DAILY', 'FREQ=DAILY;COUNT=5', 'FREQ=WEEKLY;BYDAY=MO,TH'))
    .map(([id, rule]): Edit => ['PUT', `/${id}`, { ...times(0), recurrence: [`RRULE:${rule}`] }]),
  fc.tuple(fc.oneof(name, instance), hour).map(([id, hours]): Edit => {
    return ['PATCH', `/${id}`, times(hours)];
  }),
  fc.oneof(name, instance).map((id): Edit => ['PATCH', `/${id}`, { summary: 'Changed' }]),
  fc.oneof(name, instance).map((id): Edit => ['DELETE', `/${id}`]),
);

/** Edits of missing or deleted events are refused; the test expects that. */
async function apply(calendar: CalendarClient, edits: Edit[]): Promise<void> {
  for (const [method, path, body] of edits) {
    const { status } = await calendar.request(method, EVENTS + path, body);
    expect(status).not.toBe(500);
  }
}

const window = { timeMin: '2026-01-05T06:00:00Z', timeMax: '2026-01-09T06:00:00Z' };

// The test needs long on a busy machine.
describe('however a calendar is edited, between and amid the rounds', () => {
  it.each([
    ['of single events within a window', { singleEvents: 'true', ...window }],
    ['of single events up to a bound', { singleEvents: 'true', timeMax: window.timeMax }],
    ['of events as they are', {}],
  ])('a mirror %s comes to agree with it', async (_name, first: Record<string, string>) => {
    const sandbox = await runSandbox();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(edit, { maxLength: 5 }), { maxLength: 4 }),
        fc.array(edit, { maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (rounds, amid, pageSize) => {
          await sandbox.send('POST', '/_control/reset');
          const calendar = await sandbox.calendar();
          const mirror = new Mirror(calendar, first);
          const waiting = [...amid];
          for (const edits of rounds) {
            await apply(calendar, edits);
            await mirror.sync(pageSize, () => apply(calendar, waiting.splice(0, 1)));
          }
          await apply(calendar, waiting);
          await mirror.sync();
          expect(mirror.content()).toEqual(await mirror.truthContent());
        },
      ),
      { numRuns: 60 },
    );
  });
});
