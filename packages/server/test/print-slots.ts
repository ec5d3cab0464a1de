/** Prints the engine's answers around every kind of clock change. Tests run it with different `TZ`s. */
import { fromGoogleEvent } from '../src/features/calendars/google/events.ts';
import { generateSlots } from '../src/features/availability/slots.ts';
import { agent, everyDay, question } from './slot-question.ts';

const moments: [timezone: string, now: string][] = [
  ['America/Chicago', '2026-03-07T18:00:00Z'],
  ['America/Chicago', '2026-10-31T18:00:00Z'],
  ['Pacific/Apia', '2011-12-29T11:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T03:00:00Z'],
];

const answers = moments.map(([timezone, now]) => {
  const date = now.slice(0, 10);
  const end = Temporal.PlainDate.from(date).add({ days: 1 }).toString();
  const allDay = { id: 'all-day', start: { date }, end: { date: end } };
  const busy = fromGoogleEvent(allDay, timezone);
  const rules = { timezone, hours: everyDay('00:00', '24:00'), horizonDays: 4 };
  return generateSlots(question(rules, [agent({ busy: [busy] })], now));
});
process.stdout.write(JSON.stringify(answers));
