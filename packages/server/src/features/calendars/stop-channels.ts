import type { OpenChannel } from '../../db/tables/calendars.ts';
import type { CalendarSession } from './provider.ts';

/** One that the provider never named cannot be stopped; it ends by itself. */
export async function stopChannels(
  session: CalendarSession,
  channels: OpenChannel[],
): Promise<void> {
  await Promise.all(
    channels.map(async ({ id, resourceId }) => {
      if (resourceId !== null) await session.unwatch(id, resourceId);
    }),
  );
}
