import type { calendar_v3 } from '@googleapis/calendar';
import { Hono } from 'hono';
import { z } from 'zod';
import type { World } from '../../world.ts';
import type { AuthorizedEnv } from '../auth.ts';
import { GoogleError, invalid, required, timeRangeEmpty } from '../errors.ts';
import { readJson } from '../json-body.ts';
import { requireScope } from './access.ts';
import type { Range } from './expand.ts';
import { busySpans } from './freebusy.ts';
import { formatInstant, isZone, parseBound } from './times.ts';

const MAX_CALENDARS = 50;
const MAX_SPAN_MS = 90 * 86_400_000;

const requestBody = z.object({
  timeMin: z.string().nullish(),
  timeMax: z.string().nullish(),
  timeZone: z.string().nullish(),
  items: z.array(z.object({ id: z.string().min(1) })).nullish(),
  calendarExpansionMax: z.number().int().min(1).max(MAX_CALENDARS).nullish(),
  groupExpansionMax: z.number().int().min(1).max(100).nullish(),
});

/** `POST /calendar/v3/freeBusy`. */
export function freebusyRoutes(world: World) {
  return new Hono<AuthorizedEnv>().post('/', async (c) => {
    requireScope(c.var.token, 'Freebusy.Query');
    const parsed = requestBody.safeParse(await readJson(c.req));
    if (!parsed.success) {
      throw invalid(`Invalid value for: ${parsed.error.issues[0]?.path.join('.') ?? 'body'}`);
    }
    const { items, timeZone } = parsed.data;
    const range = readRange(parsed.data.timeMin, parsed.data.timeMax);
    const zone = timeZone ?? 'UTC';
    if (!isZone(zone)) throw invalid('Invalid time zone.', 'timeZone');
    const ids = [...new Set((items ?? []).map((item) => item.id))];
    const most = parsed.data.calendarExpansionMax ?? MAX_CALENDARS;
    const ordered = c.var.freebusyErrors ?? {};
    const calendars = ids.map((id) => {
      const reason = ids.length > most ? 'tooManyCalendarsRequested' : ordered[id];
      return [
        id,
        reason === undefined ? answer(world, c.var.token.account, id, range, zone) : failed(reason),
      ] as const;
    });
    return c.json({
      kind: 'calendar#freeBusy',
      timeMin: new Date(range.from).toISOString(),
      timeMax: new Date(range.to).toISOString(),
      calendars: Object.fromEntries(calendars),
    } satisfies calendar_v3.Schema$FreeBusyResponse);
  });
}

function readRange(timeMin: string | null | undefined, timeMax: string | null | undefined): Range {
  if (!timeMin) throw required('Missing timeMin parameter.');
  if (!timeMax) throw required('Missing timeMax parameter.');
  const range = { from: parseBound(timeMin) ?? 0, to: parseBound(timeMax) ?? 0 };
  if (range.to <= range.from) throw timeRangeEmpty();
  if (range.to - range.from > MAX_SPAN_MS) {
    throw new GoogleError({
      code: 400,
      domain: 'calendar',
      reason: 'timeRangeTooLong',
      message: 'The requested time range is too long.',
      locationType: 'parameter',
      location: 'timeMax',
    });
  }
  return range;
}

function answer(
  world: World,
  email: string,
  id: string,
  range: Range,
  zone: string,
): calendar_v3.Schema$FreeBusyCalendar {
  const calendarId = id === 'primary' ? email : id;
  const account = world.store.state.accounts.get(email);
  const calendar = account?.listings.some((listing) => listing.calendarId === calendarId)
    ? world.store.state.calendars.get(calendarId)
    : undefined;
  if (calendar === undefined) return failed('notFound');
  const busy = busySpans(calendar, range).map(({ start, end }) => ({
    start: formatInstant(start, zone),
    end: formatInstant(end, zone),
  }));
  return { busy };
}

/** The error stands inside an answer of 200: a client that reads only `busy` takes the calendar for free. */
function failed(reason: string): calendar_v3.Schema$FreeBusyCalendar {
  return { errors: [{ domain: reason === 'notFound' ? 'global' : 'calendar', reason }], busy: [] };
}
