import type { Context } from '../../context.ts';
import { enqueueUnwrittenAppointments } from './pending-appointments.ts';
import { enqueueUnwritten } from './pending.ts';

/** Queues tours and appointments again that should long be in their calendars. */
export async function enqueueUnwrittenEvents(ctx: Context): Promise<number> {
  const tours = await enqueueUnwritten(ctx);
  const appointments = await enqueueUnwrittenAppointments(ctx);
  if (tours + appointments > 0)
    ctx.log.warn({ tours, appointments }, 'what is not yet in its calendar was queued again');
  return tours + appointments;
}
