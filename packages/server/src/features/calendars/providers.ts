import type { Context } from '../../context.ts';
import { AppError } from '../../lib/errors.ts';
import { CalendarError, type CalendarProvider, type ProviderId, type Push } from './provider.ts';

/** @throws CalendarError `revoked` if the settings no longer name a client for the provider. */
export function providerOf(ctx: Pick<Context, 'calendars'>, id: ProviderId): CalendarProvider {
  const provider = ctx.calendars[id];
  if (!provider) throw new CalendarError('revoked', `No ${id} client is set up on this server`);
  return provider;
}

/**
 * The provider that a request names, if the settings allow it.
 * @throws AppError CALENDAR_PROVIDER_UNKNOWN, CALENDAR_NOT_CONNECTED (there are none)
 */
export function requireProvider({ calendars }: Pick<Context, 'calendars'>, asked: string) {
  const offered = Object.keys(calendars) as ProviderId[];
  const found = offered.find((id) => id === asked);
  if (found) return found;
  if (offered.length === 0)
    throw new AppError(
      'CALENDAR_NOT_CONNECTED',
      'This server cannot connect calendars yet. Its operator sets up a provider, for instance GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET.',
    );
  throw new AppError(
    'CALENDAR_PROVIDER_UNKNOWN',
    `This server cannot connect that kind of calendar. It can connect: ${offered.join(', ')}.`,
  );
}

/** Reads a push of any provider. Undefined: it is no push of a provider that is set up here. */
export function readPushOfProvider(
  { calendars }: Pick<Context, 'calendars'>,
  headers: Headers,
): Push | undefined {
  for (const provider of Object.values(calendars)) {
    const push = provider.readPush(headers);
    if (push) return push;
  }
  return undefined;
}
