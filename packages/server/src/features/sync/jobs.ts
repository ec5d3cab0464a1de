import { mintScope } from '../../db/scope.ts';
import { declareJob } from '../../jobs/contract.ts';
import { defineJob } from '../../jobs/define-job.ts';
import { RetryLater } from '../../jobs/retry-later.ts';
import { writeAgentTours } from '../calendars/contracts.ts';
import { CalendarError } from '../calendars/provider.ts';
import { removeTourEvent, writeTourEvent } from '../tours/contracts.ts';
import { enqueueAgentTours, enqueueUnwritten } from './pending.ts';
import { recordFailure } from './record-failure.ts';
import { removeTourEvent as remove } from './remove-tour-event.ts';
import { writeTourEvent as write } from './write-tour-event.ts';

const hour = 3_600;

const writeJob = defineJob(writeTourEvent, async (ctx, payload, attempt) => {
  const scope = mintScope(payload);
  try {
    await write(ctx, scope, payload.tourId);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    const fault = error instanceof CalendarError ? error.fault : undefined;
    // A dead grant comes back by a person: connecting anew writes what waits.
    if (fault === 'revoked') return recordFailure(ctx, scope, payload.tourId, 'pending', reason);
    if (fault === 'rate_limited') throw retryLater(error as CalendarError);
    if (attempt.last || fault === 'rejected' || fault === 'forbidden') {
      await recordFailure(ctx, scope, payload.tourId, 'failed', reason);
      ctx.log.error({ err: error, tourId: payload.tourId }, 'a tour is not in its calendar');
      return;
    }
    throw error;
  }
});

const removeJob = defineJob(removeTourEvent, async (ctx, payload) => {
  const { tourId, agentCalendarId, generation } = payload;
  try {
    await remove(ctx, mintScope(payload), { tourId, agentCalendarId, generation });
  } catch (error) {
    const fault = error instanceof CalendarError ? error.fault : undefined;
    if (fault === 'rate_limited') throw retryLater(error as CalendarError);
    // A dead grant comes back by a person: until then we look in from time to time.
    if (fault === 'revoked') throw new RetryLater(hour, 'the grant is dead');
    throw error;
  }
});

const agentJob = defineJob(writeAgentTours, (ctx, payload) =>
  enqueueAgentTours(ctx, mintScope(payload), payload.profileId),
);

export const sweepJob = defineJob(declareJob<object>('sweep-unwritten-events', 0), async (ctx) => {
  const found = await enqueueUnwritten(ctx);
  if (found > 0) ctx.log.warn({ found }, 'tours not yet in their calendars were queued again');
});

export const syncJobs = [writeJob, removeJob, agentJob, sweepJob];

// Spread out, so that those told the same moment do not all come back in it.
const retryLater = (error: CalendarError): RetryLater =>
  new RetryLater((error.retryAfterMs ?? 5_000) / 1000 + Math.random() * 3, error.message);
