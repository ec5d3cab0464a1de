import type { Context } from '../../context.ts';
import type { TenantScope } from '../../db/scope.ts';
import { instantText, parseInstant } from '../../lib/iso.ts';
import { before } from '../../lib/pause.ts';
import type { AgentCalendar } from '../availability/load-offer.ts';
import type { RemoteEvent } from '../calendars/provider.ts';
import { withSession } from '../calendars/with-session.ts';

/** What an agent's calendars say of one time, asked just now. */
export type LiveVerdict = 'free' | 'busy' | 'unknown';

/** Epoch ms. */
export interface TourTime {
  startsAt: number;
  endsAt: number;
  /** Kept free before and after. */
  bufferMs: number;
}

/**
 * Looks into an agent's blocking calendars around the tour. Our own events are ignored: the database guards those,
 * and a tour being moved must not collide with itself.
 */
export async function verifyLive(
  ctx: Context,
  scope: TenantScope,
  blocking: AgentCalendar[],
  time: TourTime,
  signal: AbortSignal,
): Promise<LiveVerdict> {
  const from = time.startsAt - time.bufferMs;
  const to = time.endsAt + time.bufferMs;
  try {
    const asked = blocking.map((calendar) =>
      withSession(ctx, scope, calendar, (session) =>
        session.eventsBetween(calendar.calendarId, instantText(from), instantText(to), signal),
      ),
    );
    const events = (await before(signal, Promise.all(asked))).flat();
    return events.some((event) => collides(event, from, to)) ? 'busy' : 'free';
  } catch (err) {
    ctx.log.warn({ err }, 'a calendar could not be asked before booking');
    return 'unknown';
  }
}

const collides = (event: RemoteEvent, from: number, to: number): boolean =>
  event.busy &&
  event.ref === null &&
  parseInstant(event.startsAt) < to &&
  parseInstant(event.endsAt) > from;
