import { eq } from 'drizzle-orm';
import { agentCalendars } from '../../db/tables/calendars.ts';
import { tourBookings } from '../../db/tables/tours.ts';
import type { TenantPayload } from '../../jobs/contract.ts';
import { defineJob, type JobTry, retireQueue } from '../../jobs/define-job.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { asksToWait, retryLater } from '../calendars/grants/provider-pause.ts';
import { failureWords } from '../calendars/grants/refusal-of.ts';
import { openChannelJob, syncCalendarJob, writeAgentToursJob } from '../calendars/job-contracts.ts';
import { CalendarError, isHopeless } from '../calendars/provider.ts';
import { queueRemovals, type Removal, removeEventJob } from '../calendars/queue-removal.ts';
import { syncTourJob } from '../tours/job-contracts.ts';
import { syncAppointment } from './appointments/sync-appointment.ts';
import { syncAppointmentJob, verifyTourJob } from './job-contracts.ts';
import { openChannel } from './mirror/open-channel.ts';
import { syncCalendar } from './mirror/sync-calendar.ts';
import { recordAppointmentFailure, recordFailure } from './record-failure.ts';
import { runRemoval } from './tours/run-removal.ts';
import { syncTour } from './tours/sync-tour.ts';
import { verifyBookedTour } from './tours/verify-tour.ts';
import { enqueueAgentAppointments, enqueueAgentTours } from './unwritten-events.ts';

const tourJob = defineJob(syncTourJob, async (unit, payload, attempt) => {
  await orSayWhy(
    attempt,
    () => syncTour(unit, payload.tourId),
    async (syncStatus, reason, err) => {
      await recordFailure(unit, payload.tourId, syncStatus, reason);
      if (syncStatus === 'failed')
        unit.ctx.log.error({ err, tourId: payload.tourId }, 'a tour is not in its calendar');
    },
  );
});

const appointmentJob = defineJob(syncAppointmentJob, async (unit, payload, attempt) => {
  const { appointmentId } = payload;
  await orSayWhy(
    attempt,
    () => syncAppointment(unit, appointmentId),
    async (syncStatus, reason, err) => {
      await recordAppointmentFailure(unit, appointmentId, syncStatus, reason);
      if (syncStatus === 'failed')
        unit.ctx.log.error({ err, appointmentId }, 'an appointment is not in its calendar');
    },
  );
});

const removeJob = defineJob(removeEventJob, (unit, payload) => runRemoval(unit, payload.removalId));

const calendarJob = defineJob(syncCalendarJob, (unit, payload) =>
  whilePossible(() => syncCalendar(unit, payload.agentCalendarId)),
);

const channelJob = defineJob(openChannelJob, (unit, payload) =>
  whilePossible(() => openChannel(unit, payload.agentCalendarId)),
);

const agentJob = defineJob(writeAgentToursJob, async (unit, payload) => {
  await enqueueAgentTours(unit, payload.profileId);
  await enqueueAgentAppointments(unit, payload.profileId);
});

const verifyJob = defineJob(verifyTourJob, (unit, payload) =>
  verifyBookedTour(unit, payload.tourId),
);

export const syncJobs = [
  tourJob,
  appointmentJob,
  removeJob,
  calendarJob,
  channelJob,
  agentJob,
  verifyJob,
];

// Jobs of earlier versions are the only record of their removal: give each its row. Tour or calendar may be gone by now.
const rememberRemoval = (outer: UnitOfWork, payload: TenantPayload & Removal) =>
  transact(outer, async (unit) => {
    const known = await unit.tx
      .select({ id: tourBookings.id })
      .from(tourBookings)
      .innerJoin(agentCalendars, eq(agentCalendars.id, payload.agentCalendarId))
      .where(eq(tourBookings.id, payload.tourId));
    if (known.length > 0) await queueRemovals(unit, [payload]);
  });

export const retiredSyncQueues = [
  retireQueue('remove-tour-event', rememberRemoval),
  retireQueue('remove-stray-event', rememberRemoval),
];

const faultOf = (error: unknown) => (error instanceof CalendarError ? error.fault : undefined);

// Records in the row why the work failed. The row stays `pending` or `failed`, so that a sweep or a person finds it.
async function orSayWhy(
  attempt: JobTry,
  work: () => Promise<unknown>,
  say: (syncStatus: 'pending' | 'failed', reason: string, error: unknown) => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = failureWords(error);
    const fault = faultOf(error);
    // Only a person can renew a dead grant. Connecting the account again queues everything that waits.
    if (fault === 'revoked') return say('pending', reason, error);
    if (asksToWait(error)) throw retryLater(error);
    if (attempt.last || isHopeless(error)) return say('failed', reason, error);
    throw error;
  }
}

// Ends the job if the account cannot be asked now. The sweep and a new connection queue it again; a job that waited
// here would swallow those, since jobs with one key fold.
async function whilePossible(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!asksToWait(error) && faultOf(error) !== 'revoked') throw error;
  }
}
