import { expect } from '@playwright/test';
import type { Sandbox } from '../../packages/server/test/sandbox.ts';

type Events = Awaited<ReturnType<Sandbox['events']>>;

/** The tours of one person in the agent's Google calendar. */
export async function toursOf(sandbox: Sandbox, email: string): Promise<Events> {
  const events = await sandbox.events();
  return events.filter((event) => event.attendees?.some((guest) => guest.email === email));
}

/** Waits until the person's one tour stands in the calendar, and gives it. */
export async function tourEvent(
  sandbox: Sandbox,
  email: string,
  timeout = 5_000,
): Promise<Events[number]> {
  await expect
    .poll(async () => (await toursOf(sandbox, email)).length, { timeout, intervals: [100] })
    .toBe(1);
  const [event] = await toursOf(sandbox, email);
  return event!;
}
