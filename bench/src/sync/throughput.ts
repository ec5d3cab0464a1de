/** Events per second of the whole sync, and of a loop that only lists and parses the same pages. */
import { sql } from 'drizzle-orm';
import { accessTokenOf } from '@luma-leasing/server/src/features/calendars/grants/access-token.ts';
import { quartiles } from '../lib/paired.ts';
import { perSecond, spread, type Row } from '../lib/report.ts';
import { account, span } from '../lib/sandbox.ts';
import type { World } from './world.ts';

const pairs = 5;
/** A fifth of the speed of listing alone; the mirror takes the rest of the time. */
const goal = 0.2;
const dayMs = 86_400_000;

interface Speeds {
  whole: number;
  bare: number;
}

/** Lists everything, first into an empty mirror and then into a full one. */
export async function fullSync(world: World, events: number): Promise<Row[]> {
  const { agentCalendarId: calendar, manage } = world;
  const results: Record<'first' | 'again', Speeds[]> = { first: [], again: [] };
  for (let pair = 0; pair < pairs; pair++) {
    const bare = await timed(() => listAll(world, window()), events);
    await world.rows(sql`delete from external_calendar_events`);
    for (const which of ['first', 'again'] as const) {
      const whole = await timed(async () => (await resync(manage, calendar)).syncedEvents, events);
      results[which].push({ whole, bare });
    }
    const kept = await world.value(sql`select count(*) from external_calendar_events`);
    if (kept !== events) throw new Error(`The mirror has ${kept} of ${events} events`);
  }
  const what = `full sync of ${events.toLocaleString('en-US')} events`;
  return [
    row(`${what} ÷ listing and parsing the same pages`, goal, results.first),
    row('the same into a mirror that has them already', goal, results.again),
  ];
}

/** Changes events, and syncs the changes. */
export async function incrementalSync(world: World, ids: string[]): Promise<Row> {
  const results: Speeds[] = [];
  let cursor = await listAll(world, window()).then((found) => found.cursor);
  for (let pair = 0; pair < pairs; pair++) {
    const title = `Changed for the ${pair + 1}. time`;
    const from = Date.now() + (pair + 1) * dayMs;
    await world.sandbox.change(ids, (n) => ({ summary: title, ...span(from + n * 60_000, 20) }));
    const found = { cursor: '' };
    const bare = await timed(async () => {
      const listed = await listAll(world, { syncToken: cursor });
      found.cursor = listed.cursor;
      return listed.count;
    }, ids.length);
    cursor = found.cursor;
    const whole = await timed(
      async () => (await world.manage<Synced>('sync', {})).syncedEvents,
      ids.length,
    );
    const kept = await world.value(
      sql`select count(*) from external_calendar_events where title = ${title}`,
    );
    if (kept !== ids.length) throw new Error(`The mirror heard of ${kept} of ${ids.length}`);
    results.push({ whole, bare });
  }
  return row(
    `sync of ${ids.length.toLocaleString('en-US')} changed events ÷ listing and parsing them`,
    goal,
    results,
  );
}

interface Synced {
  syncedEvents: number;
}

const resync = (manage: World['manage'], calendar: string) =>
  manage<Synced>('resync', { calendar });

/** Events per second. The count must be exact. */
async function timed(
  work: () => Promise<number | { count: number }>,
  events: number,
): Promise<number> {
  const began = performance.now();
  const found = await work();
  const seconds = (performance.now() - began) / 1_000;
  const count = typeof found === 'number' ? found : found.count;
  if (count !== events) throw new Error(`${count} of ${events} events`);
  return events / seconds;
}

const window = (): Record<string, string> => ({
  timeMin: new Date(Date.now() - 35 * dayMs).toISOString(),
  timeMax: new Date(Date.now() + 200 * dayMs).toISOString(),
});

/** What every client must do: get page after page, with the server's parameters, and parse it. */
async function listAll(
  { unit, sandbox, rows }: World,
  query: Record<string, string>,
): Promise<{ count: number; cursor: string }> {
  const [connection] = await rows<{ id: string }>(sql`select id from calendar_connections`);
  const token = await accessTokenOf(unit, connection!.id);
  let count = 0;
  let page: { items: unknown[]; nextPageToken?: string; nextSyncToken?: string };
  let pageToken: string | undefined;
  do {
    const asked = { singleEvents: 'true', maxResults: '2500', ...query };
    const search = new URLSearchParams({ ...asked, ...(pageToken ? { pageToken } : {}) });
    const answer = await fetch(
      `${sandbox.url}/calendar/v3/calendars/${account}/events?${search.toString()}`,
      { headers: { Authorization: `Bearer ${token}` } },
    );
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    page = (await answer.json()) as typeof page;
    count += page.items.length;
    pageToken = page.nextPageToken;
  } while (pageToken);
  return { count, cursor: page.nextSyncToken! };
}

function row(name: string, goal: number, results: Speeds[]): Row {
  const ratio = quartiles(results.map(({ whole, bare }) => whole / bare));
  const median = (side: keyof Speeds) => quartiles(results.map((one) => one[side])).median;
  return {
    name,
    goal: `≥ ${goal}`,
    measured: `${spread(ratio)}; ${perSecond(median('whole'))} to ${perSecond(median('bare'))} events`,
    met: ratio.median >= goal,
  };
}
