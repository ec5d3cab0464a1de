import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { calendarChannels } from '../../../db/tables/calendars.ts';
import { enqueue } from '../../../jobs/enqueue.ts';
import { AppError } from '../../../lib/errors.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { unitOfChannel } from '../../accounts/unit-of-channel.ts';
import { syncCalendarJob, syncPriority } from '../../calendars/job-contracts.ts';
import type { Push } from '../../calendars/provider.ts';

/** A calendar told of more often than this is looked at once for all of it: a long burst costs a handful of looks. */
const breathMs = 1_000;

/**
 * Believes a push only with the secret of its channel, and asks for a sync: however many come, one waits and one
 * runs. The first is followed at once, the next not before the calendar has had its breath. Nothing is asked of the
 * provider here.
 * @param push absent: what came is no push of any provider's.
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

// Servers' clocks may differ: nobody waits longer than a breath for that.
function secondsToWait(now: number, lastAttemptAt: number | null): number {
  const leftMs = (lastAttemptAt ?? 0) + breathMs - now;
  return leftMs > 0 ? Math.ceil(Math.min(leftMs, breathMs) / 1000) : 0;
}

// The answer to opening it may have been lost, with its server even: then only this tells how it can be stopped.
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
