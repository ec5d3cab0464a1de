import type { Context } from '../../context.ts';
import { CalendarError, type CalendarProvider, type ProviderId } from './provider.ts';

/** @throws CalendarError `revoked` when the settings no longer name a client for it. */
export function providerOf(ctx: Pick<Context, 'calendars'>, id: ProviderId): CalendarProvider {
  const provider = ctx.calendars[id];
  if (!provider) throw new CalendarError('revoked', `No ${id} client is set up on this server`);
  return provider;
}
