import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { calendarChannels } from '../../../db/tables/calendars.ts';
import { enqueue } from '../../../jobs/enqueue.ts';
import { AppError } from '../../../lib/errors.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { unitOfChannel } from '../../accounts/unit-of-channel.ts';
import { syncCalendarJob, syncPriority } from '../../calendars/job-contracts.ts';
import type { Push } from '../../calendars/provider.ts';

/** The shortest time between two syncs of a calendar that pushes ask for: a long burst costs only a few syncs. */
const breathMs = 1_000;

/**
 * Checks the push's channel and its secret, then queues a sync of the calendar. However many pushes come, one sync
 * waits and one runs; the first starts at once, the next after `breathMs`. Never calls the provider.
 * @param push absent: the request was no push of any provider.
 * @throws AppError PUSH_REFUSED
 */
export async function receivePush(ctx: Context, push: Push | undefined): Promise<void> {
  const channel = await unitOfChannel(ctx, push);
  if (!push || !channel) {
    ctx.metrics.pushes.inc({ outcome: 'refused' });
    ctx.log.warn({ channelId: push?.channelId.slice(0, 64) }, 'a push was refused');
    throw new AppError('PUSH_REFUSED', 'This channel is not known here, or its token is wrong.');
  }
  const { unit, agentCalendarId } = channel;
  if (channel.resourceId === null) await learn(unit, push);
  const changed = push.isNews && channel.stoppedAt === null;
  ctx.metrics.pushes.inc({ outcome: changed ? 'accepted' : 'ignored' });
  if (!changed) return;
  const delaySeconds = secondsToWait(ctx.clock.now(), channel.lastAttemptAt);
  await transact(unit, (unit) =>
    enqueue(
      unit,
      syncCalendarJob,
      { agentCalendarId },
      { delaySeconds, priority: syncPriority.push },
    ),
  );
}

// The clocks of two servers may differ: the wait is never longer than `breathMs`.
function secondsToWait(now: number, lastAttemptAt: number | null): number {
  const leftMs = (lastAttemptAt ?? 0) + breathMs - now;
  return leftMs > 0 ? Math.ceil(Math.min(leftMs, breathMs) / 1000) : 0;
}

// The answer to the channel's opening may have been lost. Then only its pushes tell the id needed to stop it.
async function learn(unit: UnitOfWork, push: Push): Promise<void> {
  const { channelId, resourceId, expiresAt } = push;
  if (resourceId === '' || expiresAt === null) return;
  await transact(unit, ({ tx }) =>
    tx
      .update(calendarChannels)
      .set({ resourceId, expiresAt })
      .where(and(eq(calendarChannels.id, channelId), isNull(calendarChannels.resourceId))),
  );
}
