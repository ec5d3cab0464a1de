import type { Context } from '../../context.ts';
import { enqueueUnwrittenAppointments } from './pending-appointments.ts';
import { enqueueUnwritten } from './pending.ts';
import { enqueueRemovals } from './remove-event.ts';

/** Queues again what should long be in its calendar, and what should long be out of it. */
export async function enqueueUnwrittenEvents(ctx: Context): Promise<number> {
  const tours = await enqueueUnwritten(ctx);
  const appointments = await enqueueUnwrittenAppointments(ctx);
  const removals = await enqueueRemovals(ctx);
  const all = tours + appointments + removals;
  if (all > 0)
    ctx.log.warn({ tours, appointments, removals }, 'what calendars still lack was queued again');
  return all;
}
