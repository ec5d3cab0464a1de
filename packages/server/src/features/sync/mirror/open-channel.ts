import { and, eq, gt, isNull, lt, lte, ne, or } from 'drizzle-orm';
import {
  agentCalendars,
  calendarChannels,
  calendarConnections,
} from '../../../db/tables/calendars.ts';
import { fingerprint } from '../../../lib/crypto.ts';
import { newId, newSecret } from '../../../lib/ids.ts';
import { DAY_MS } from '../../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { CalendarError, type CalendarFault } from '../../calendars/provider.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import { calendarColumns } from '../../calendars/receiving-calendar.ts';
import { logSyncAlone } from '../sync-log.ts';

/** A channel is renewed when it has less than this to live. */
export const renewAheadMs = 2 * DAY_MS;

/** These faults say that the calendar has no pushes, as a calendar of holidays: only the poll syncs it. */
const unwatchable: CalendarFault[] = ['rejected', 'forbidden', 'not_found'];

type ChannelCalendar = {
  [Key in keyof typeof calendarColumns]: (typeof calendarColumns)[Key]['_']['data'];
};

/**
 * Makes sure that a calendar has a channel for the next two days. It opens the new channel before the old one ends,
 * then stops the old one. Without a channel the poll alone syncs the calendar, only later.
 * @throws CalendarError
 */
export async function openChannel(unit: UnitOfWork, agentCalendarId: string): Promise<void> {
  const { ctx, scope } = unit;
  const { WEBHOOK_URL: url } = ctx.config;
  if (url === undefined) return;
  const calendar = await load(unit, agentCalendarId);
  if (!calendar) return;
  const now = ctx.clock.now();
  const open = await channelsOf(unit, agentCalendarId);
  if (open.some(({ expiresAt }) => (expiresAt ?? 0) > now + renewAheadMs)) return;
  const [id, token] = [newId(), newSecret()];
  const { organizationId } = scope;
  await transact(unit, ({ tx }) =>
    tx.insert(calendarChannels).values({
      id,
      organizationId,
      agentCalendarId,
      tokenHash: fingerprint(token),
      createdAt: now,
    }),
  );
  try {
    const channel = await withSession(unit, calendar, (session) =>
      session.watch(calendar.calendarId, { channelId: id, token, url }),
    );
    await transact(unit, ({ tx }) =>
      tx.update(calendarChannels).set(channel).where(eq(calendarChannels.id, id)),
    );
  } catch (error) {
    const canBe = !(error instanceof CalendarError && unwatchable.includes(error.fault));
    await transact(unit, async ({ tx }) => {
      await tx.delete(calendarChannels).where(eq(calendarChannels.id, id));
      if (!canBe)
        await tx
          .update(agentCalendars)
          .set({ watchAfter: now + DAY_MS })
          .where(eq(agentCalendars.id, agentCalendarId));
    });
    await logSyncAlone(unit, {
      ...entry(calendar, now),
      outcome: canBe ? 'failed' : 'skipped',
      error: error instanceof CalendarError ? error.message : 'A fault on our side',
    });
    if (canBe) throw error;
    return;
  }
  await logSyncAlone(unit, { ...entry(calendar, now), outcome: 'ok' });
  for (const old of open) await stopChannel(unit, calendar, old);
  await forgetEnded(unit, agentCalendarId);
}

/** No channel lives longer. A channel whose opening was never answered has no expiry; it is deleted then, too. */
const longestLifeMs = 8 * DAY_MS;

const forgetEnded = (unit: UnitOfWork, agentCalendarId: string) => {
  const { ctx } = unit;
  const { expiresAt, createdAt } = calendarChannels;
  const before = ctx.clock.now() - longestLifeMs;
  return transact(unit, ({ tx }) =>
    tx
      .delete(calendarChannels)
      .where(
        and(
          eq(calendarChannels.agentCalendarId, agentCalendarId),
          lte(createdAt, before),
          or(isNull(expiresAt), lt(expiresAt, ctx.clock.now())),
        ),
      ),
  );
};

const entry = ({ connectionId, agentCalendarId }: ChannelCalendar, began: number) => ({
  connectionId,
  agentCalendarId,
  direction: 'inbound' as const,
  operation: 'watch',
  began,
});

/** The channels of a calendar that may still send pushes. */
export const channelsOf = (unit: UnitOfWork, agentCalendarId: string) =>
  transact(unit, ({ tx }) =>
    tx
      .select()
      .from(calendarChannels)
      .where(
        and(
          eq(calendarChannels.agentCalendarId, agentCalendarId),
          isNull(calendarChannels.stoppedAt),
          gt(calendarChannels.expiresAt, unit.ctx.clock.now()),
        ),
      ),
  );

/** Stops a channel. If the provider refuses, the channel ends by itself; its pushes are ignored until then. */
export async function stopChannel(
  unit: UnitOfWork,
  calendar: ChannelCalendar,
  { id, resourceId }: { id: string; resourceId: string | null },
): Promise<void> {
  const { ctx } = unit;
  await transact(unit, ({ tx }) =>
    tx
      .update(calendarChannels)
      .set({ stoppedAt: ctx.clock.now() })
      .where(eq(calendarChannels.id, id)),
  );
  if (resourceId === null) return;
  try {
    await withSession(unit, calendar, (session) => session.unwatch(id, resourceId));
  } catch (err) {
    if (!(err instanceof CalendarError)) throw err;
    ctx.log.info({ err, channelId: id }, 'a channel could not be stopped');
  }
}

async function load(unit: UnitOfWork, agentCalendarId: string) {
  const [calendar] = await transact(unit, ({ tx }) =>
    tx
      .select(calendarColumns)
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(
        and(
          eq(agentCalendars.id, agentCalendarId),
          isNull(calendarConnections.disconnectedAt),
          ne(calendarConnections.tokenStatus, 'revoked'),
        ),
      ),
  );
  return calendar;
}
