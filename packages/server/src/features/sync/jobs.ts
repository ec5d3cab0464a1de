import { eq } from 'drizzle-orm';
import { agentCalendars } from '../../db/tables/calendars.ts';
import { tourBookings } from '../../db/tables/tours.ts';
import { type Attempt, defineJob, retire } from '../../jobs/define-job.ts';
import type { TenantPayload } from '../../jobs/contract.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { openChannel, syncAgentCalendar, writeAgentTours } from '../calendars/contracts.ts';
import { asksForPatience, retryLater } from '../calendars/patience.ts';
import { CalendarError, isHopeless } from '../calendars/provider.ts';
import { failureWords } from '../calendars/refusal-of.ts';
import { queueRemovals, removeEvent, type Removal } from '../calendars/queue-removal.ts';
import { syncTour } from '../tours/contracts.ts';
import { syncAppointment, verifyTour } from './contracts.ts';
import { openChannel as open } from './open-channel.ts';
import { enqueueAgentTours } from './pending.ts';
import { enqueueAgentAppointments } from './pending-appointments.ts';
import { recordAppointmentFailure } from './record-appointment-failure.ts';
import { recordFailure } from './record-failure.ts';
import { takeEventAway } from './remove-event.ts';
import { syncAppointment as syncOneAppointment } from './sync-appointment.ts';
import { syncCalendar } from './sync-calendar.ts';
import { syncTour as syncOne } from './sync-tour.ts';
import { verifyBookedTour } from './verify-tour.ts';

const tourJob = defineJob(syncTour, async (unit, payload, attempt) => {
  await orSayWhy(
    attempt,
    () => syncOne(unit, payload.tourId),
    async (syncStatus, reason, err) => {
      await recordFailure(unit, payload.tourId, syncStatus, reason);
      if (syncStatus === 'failed')
        unit.ctx.log.error({ err, tourId: payload.tourId }, 'a tour is not in its calendar');
    },
  );
});

const appointmentJob = defineJob(syncAppointment, async (unit, payload, attempt) => {
  const { appointmentId } = payload;
  await orSayWhy(
    attempt,
    () => syncOneAppointment(unit, appointmentId),
    async (syncStatus, reason, err) => {
      await recordAppointmentFailure(unit, appointmentId, syncStatus, reason);
      if (syncStatus === 'failed')
        unit.ctx.log.error({ err, appointmentId }, 'an appointment is not in its calendar');
    },
  );
});

const removeJob = defineJob(removeEvent, (unit, payload) => takeEventAway(unit, payload.removalId));

const calendarJob = defineJob(syncAgentCalendar, (unit, payload) =>
  whilePossible(() => syncCalendar(unit, payload.agentCalendarId)),
);

const channelJob = defineJob(openChannel, (unit, payload) =>
  whilePossible(() => open(unit, payload.agentCalendarId)),
);

const agentJob = defineJob(writeAgentTours, async (unit, payload) => {
  await enqueueAgentTours(unit, payload.profileId);
  await enqueueAgentAppointments(unit, payload.profileId);
});

const verifyJob = defineJob(verifyTour, (unit, payload) => verifyBookedTour(unit, payload.tourId));

export const syncJobs = [
  tourJob,
  appointmentJob,
  removeJob,
  calendarJob,
  channelJob,
  agentJob,
  verifyJob,
];

// Before there was a row for it, only the job knew. The tour, or the calendar, may be gone by now.
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
  retire('remove-tour-event', rememberRemoval),
  retire('remove-stray-event', rememberRemoval),
];

const faultOf = (error: unknown) => (error instanceof CalendarError ? error.fault : undefined);

// The row remembers what is still to be done, and a sweep looks for it: in the end it is given up, with the reason.
async function orSayWhy(
  attempt: Attempt,
  work: () => Promise<unknown>,
  say: (syncStatus: 'pending' | 'failed', reason: string, error: unknown) => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = failureWords(error);
    const fault = faultOf(error);
    // A dead grant comes back by a person: connecting anew writes what waits.
    if (fault === 'revoked') return say('pending', reason, error);
    if (asksForPatience(error)) throw retryLater(error);
    if (attempt.last || isHopeless(error)) return say('failed', reason, error);
    throw error;
  }
}

// Whoever enqueued this comes by again by the clock, and when a person connects the account anew. A job that waited for
// that would swallow what they ask for.
async function whilePossible(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!asksForPatience(error) && faultOf(error) !== 'revoked') throw error;
  }
}
