import type { Slot } from '@luma-leasing/types/availability';
import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { asTenant, type TenantScope } from '../src/db/scope.ts';
import { messages } from '../src/db/tables/messages.ts';
import { tourEvents, tourBookings, tourHistory } from '../src/db/tables/tours.ts';
import { eventually } from './eventually.ts';
import type { Visitor } from './visitor.ts';
import type { World } from './world.ts';

let people = 0;
/** A new person. */
export const someone = () => ({ email: `person${++people}@example.org`, phone: undefined });

/** The free times, in order. */
export async function freeSlots(world: Pick<Visitor, 'availability'>, query = ''): Promise<Slot[]> {
  const { slotsByDate } = await world.availability(query);
  return Object.values(slotsByDate)
    .flat()
    .filter((slot) => slot.available);
}

export async function freeTime(world: Pick<Visitor, 'availability'>, index = 0): Promise<string> {
  return (await freeSlots(world))[index]!.startsAt;
}

/** Makes the database refuse every row of tours' history. @returns a function that ends this. */
export async function breakBookings({ ctx }: World, message: string): Promise<() => Promise<void>> {
  await ctx.db.execute(
    sql.raw(`
    create function broken() returns trigger language plpgsql as
      $$ begin raise exception '${message}'; end $$`),
  );
  await ctx.db.execute(sql`
    create trigger broken before insert on tour_history for each row execute function broken()`);
  return async () => {
    await ctx.db.execute(sql`drop function broken cascade`);
  };
}

/** The rows of a tour in the database. */
export const storedTour = (world: World, tourId: string, scope: TenantScope = world.scope) =>
  asTenant(world.ctx.db, scope, async (tx) => {
    const [tour] = await tx.select().from(tourBookings).where(eq(tourBookings.id, tourId));
    const [event] = await tx.select().from(tourEvents).where(eq(tourEvents.tourId, tourId));
    const history = await tx
      .select()
      .from(tourHistory)
      .where(eq(tourHistory.tourId, tourId))
      .orderBy(tourHistory.at);
    return { tour, event, history };
  });

/** All messages to a recipient, sent or not. */
export const messagesTo = (world: World, recipient: string) =>
  asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(messages).where(eq(messages.recipient, recipient)),
  );

/** The events of a tour in an account's calendar. */
export async function eventsOf(world: Pick<World, 'sandbox'>, tourId: string, account?: string) {
  const events = await world.sandbox.events(account);
  return events.filter((one) => one.extendedProperties?.private?.['lumaTourId'] === tourId);
}

/** Waits until the tour's event is written, and returns it. */
export async function writtenEvent(world: World, tourId: string, account?: string) {
  const isWritten = async () =>
    expect((await storedTour(world, tourId)).event?.syncStatus).toBe('synced');
  await eventually(isWritten);
  const events = await eventsOf(world, tourId, account);
  expect(events).toHaveLength(1);
  return events[0]!;
}

export async function bookedTour(world: Visitor, input: Record<string, unknown> = {}) {
  const { status, booking, error } = await world.book({
    startsAt: await freeTime(world),
    ...someone(),
    ...input,
  });
  if (status !== 201) throw new Error(`not booked: ${error.code}`);
  return booking;
}

/** A request with the prospect's link; `path` is `/cancel` or `/reschedule`. */
export const manage = (
  world: Visitor,
  { manageUrl }: { manageUrl: string },
  path = '',
  body = {},
) =>
  path
    ? world.post(new URL(manageUrl).pathname + path, body)
    : world.request(new URL(manageUrl).pathname);
