import type { CalendarView } from '@luma-leasing/types/dashboard';
import { expect } from 'vitest';
import { statusOf } from '../connections.ts';
import { eventually } from '../eventually.ts';
import type { Killable } from '../killable.ts';
import type { Browser } from '../members.ts';

const dayMs = 86_400_000;

export async function calendarView(manager: Browser): Promise<CalendarView> {
  const at = (days: number) => new Date(Date.now() + days * dayMs).toISOString();
  const query = new URLSearchParams({ property: 'maple-court', from: at(-1), to: at(30) });
  const answer = await manager.get(`/api/dashboard/calendar?${query.toString()}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as CalendarView;
}

/**
 * Waits until both sides agree: each tour that is not cancelled has one event, at its time; no other tour has an
 * event; and all other events of the calendar are in the mirror.
 */
export const agree = ({ sandbox }: Pick<Killable, 'sandbox'>, manager: Browser): Promise<void> =>
  eventually(async () => {
    const [events, view, status] = await Promise.all([
      sandbox.events(),
      calendarView(manager),
      statusOf(manager),
    ]);
    const tourOf = (event: (typeof events)[number]) =>
      event.extendedProperties?.private?.['lumaTourId'];
    const at = (...moments: (string | null | undefined)[]) =>
      moments.map((moment) => Date.parse(moment ?? '')).join('–');
    const there = (some: typeof events, name: (event: (typeof events)[number]) => unknown) =>
      some
        .map((one) => `${String(name(one))} ${at(one.start?.dateTime, one.end?.dateTime)}`)
        .toSorted();
    expect(there(events.filter(tourOf), tourOf)).toEqual(
      view.tours.map((one) => `${one.id} ${at(one.startsAt, one.endsAt)}`).toSorted(),
    );
    expect(
      there(
        events.filter((one) => !tourOf(one)),
        // The titles of events that were not made here are not read.
        (one) => (one.extendedProperties?.private?.['lumaAppointmentId'] ? one.summary : 'Busy'),
      ),
    ).toEqual(view.events.map((one) => `${one.title} ${at(one.startsAt, one.endsAt)}`).toSorted());
    expect(view.events.filter((one) => one.syncStatus !== 'synced')).toEqual([]);
    expect(status.agents.filter((agent) => agent.unwrittenTours > 0)).toEqual([]);
  });
