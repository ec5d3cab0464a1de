import type { CalendarEntry } from '@luma-leasing/types/appointment';
import type { CalendarView } from '@luma-leasing/types/dashboard';
import type { ErrorBody } from '@luma-leasing/types/errors';
import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { asTenant } from '../src/db/scope.ts';
import { agentCalendars } from '../src/db/tables/calendars.ts';
import { mirrorEvents } from '../src/db/tables/mirror.ts';
import { syncCalendar } from '../src/features/sync/mirror/sync-calendar.ts';
import { profileOf } from './calendars.ts';
import { eventually } from './eventually.ts';
import type { Browser } from './members.ts';
import { agentAccount } from './sandbox.ts';
import type { World } from './world.ts';

export interface Answer<T> {
  status: number;
  body: T & Partial<Pick<ErrorBody, 'error'>>;
}

/** The status and the body of an answer. */
export async function read<T = object>(answer: Response | Promise<Response>): Promise<Answer<T>> {
  const got = await answer;
  return { status: got.status, body: (await got.json()) as Answer<T>['body'] };
}

const path = '/api/dashboard/appointments';
export const signing = {
  title: 'Lease signing',
  kind: 'signing',
  startsAt: '2026-01-28T16:00:00Z',
  endsAt: '2026-01-28T17:00:00Z',
};

/** Makes an appointment as a member who is signed in. */
export async function made(
  world: World,
  browser: Browser,
  input: Record<string, unknown> = {},
): Promise<Answer<{ appointment: CalendarEntry }>> {
  const agentId = input['agentId'] ?? (await profileOf(world, agentAccount)).id;
  return read(browser.post(path, { property: 'maple-court', agentId, ...signing, ...input }));
}

export const change = (browser: Browser, id: string, input: object) =>
  read<{ appointment: CalendarEntry }>(browser.send('PATCH', `${path}/${id}`, input));

export const remove = (browser: Browser, id: string) =>
  read(browser.send('DELETE', `${path}/${id}`));

export const calendarView = (browser: Browser, query = '') =>
  read<CalendarView>(
    browser.get(
      `/api/dashboard/calendar?property=maple-court&from=2026-01-26T00:00:00Z&to=2026-02-10T00:00:00Z${query}`,
    ),
  );

/** The mirror's row with this id. */
export async function rowOf(world: World, id: string) {
  const table = mirrorEvents;
  const [row] = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(table).where(eq(table.id, id)),
  );
  return row;
}

/** The mirror's row of an event. */
export async function rowFor(world: World, eventId: string) {
  const table = mirrorEvents;
  const [row] = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(table).where(eq(table.providerEventId, eventId)),
  );
  return row;
}

/** Waits until the calendar has the change. The row of a deleted event is gone then. */
export async function followed(world: World, id: string) {
  await eventually(async () =>
    expect((await rowOf(world, id))?.syncStatus ?? 'synced').toBe('synced'),
  );
  return rowOf(world, id);
}

/** The event of this row in the account's calendar. */
export async function eventOf(world: World, id: string, account = agentAccount) {
  const events = await world.sandbox.events(account);
  const { providerEventId } = (await rowOf(world, id)) ?? {};
  return events.filter(
    (event) =>
      event.id === providerEventId ||
      event.extendedProperties?.private?.['lumaAppointmentId'] === id,
  );
}

/** Sets `showTitles` as a manager does. The next `syncAll` reads the titles. */
export const showTitles = (world: World, shown: boolean) =>
  asTenant(world.ctx.db, world.scope, (tx) =>
    tx.update(agentCalendars).set({ showTitles: shown, syncToken: null }),
  );

export async function syncAll(world: World): Promise<void> {
  const calendars = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(agentCalendars),
  );
  for (const { id } of calendars) await syncCalendar(world.unit, id);
}
