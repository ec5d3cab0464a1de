import { expect } from '@playwright/test';
import type { CalendarEvent, Sandbox } from './sandbox.ts';

/** The tours of one person in the agent's Google calendar. */
export async function toursOf(sandbox: Sandbox, email: string): Promise<CalendarEvent[]> {
  const events = await sandbox.events();
  return events.filter((event) => event.attendees?.some((guest) => guest.email === email));
}

/** Waits until the person's only tour is in the calendar, and returns it. */
export async function tourEvent(sandbox: Sandbox, email: string): Promise<CalendarEvent> {
  await expect.poll(async () => (await toursOf(sandbox, email)).length).toBe(1);
  const [event] = await toursOf(sandbox, email);
  return event!;
}

/** The start of the person's only tour in the calendar, epoch ms. */
export const tourStart = async (sandbox: Sandbox, email: string): Promise<number> =>
  Date.parse((await tourEvent(sandbox, email)).start?.dateTime ?? '');
