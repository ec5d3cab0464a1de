import type { AvailabilitySource } from '@luma-leasing/types/availability';
import { cutOut } from '../../lib/cut-out.ts';
import type { Interval, TimeRange } from '../../lib/interval.ts';
import { raceSignal } from '../../lib/waiting.ts';
import { requireNoTransaction, type UnitOfWork } from '../../unit-of-work.ts';
import { withSession } from '../calendars/grants/with-session.ts';
import { calendarsOf } from './calendars-of.ts';
import { firstRung, lastRung, type Rung } from './ladder.ts';
import type { AgentCalendar, MovingTour, Offer } from './load-offer.ts';

/** The busy time of one agent, its source, and its age. */
export interface AgentBusyTimes {
  agentId: string;
  busy: Interval[];
  source: AvailabilitySource;
  /** Epoch ms. */
  asOf: number;
}

/** Short, because a visitor waits for the answer. */
const freebusyDeadlineMs = 2_000;

/**
 * The busy time of each agent for whom it is known. Other agents are left out, because unknown is never free; so
 * are agents without any calendar.
 * @param moving a tour whose own time is to count as free. A mirror has no events of tours, but a calendar that is
 *   asked reports them, without saying which they are. So all that is at that time is cut out; a booking checks
 *   again.
 */
export async function findBusyTimes(
  unit: UnitOfWork,
  offer: Offer,
  window: TimeRange,
  moving?: MovingTour,
): Promise<AgentBusyTimes[]> {
  requireNoTransaction(unit);
  const { ctx } = unit;
  const now = ctx.clock.now();
  const signal = AbortSignal.timeout(freebusyDeadlineMs);
  const known = await Promise.all(
    offer.agents.map(async (agent): Promise<AgentBusyTimes | null> => {
      const { hasCalendars, blocking, forLadder } = calendarsOf(offer, agent.id);
      if (!hasCalendars) return null;
      const rung = firstRung(forLadder, now);
      if (rung.from !== 'ask') return fromMirror(offer, agent.id, rung);
      try {
        const asked = await ask(unit, blocking, window, signal);
        const others = moving?.profileId === agent.id ? cutOut(asked, moving) : asked;
        const busy = [...others, ...(offer.unwritten[agent.id] ?? [])];
        return { agentId: agent.id, busy, source: 'live', asOf: now };
      } catch (err) {
        ctx.log.warn({ err, agentId: agent.id }, 'a calendar could not be asked');
        return fromMirror(offer, agent.id, lastRung(forLadder, now));
      }
    }),
  );
  return known.filter((agent) => agent !== null);
}

function fromMirror(offer: Offer, agentId: string, rung: Rung): AgentBusyTimes | null {
  if (rung.from !== 'mirror') return null;
  return { agentId, busy: offer.mirror[agentId] ?? [], source: rung.source, asOf: rung.asOf };
}

async function ask(
  unit: UnitOfWork,
  calendars: AgentCalendar[],
  window: TimeRange,
  signal: AbortSignal,
): Promise<Interval[]> {
  const byConnection = Map.groupBy(calendars, (calendar) => calendar.connectionId);
  const answers = [...byConnection.values()].map(async (group) => {
    const ids = group.map((calendar) => calendar.calendarId);
    const busy = await withSession(unit, group[0]!, (session) =>
      session.freeBusy(ids, window, signal),
    );
    return ids.map((id) => {
      const intervals = busy.get(id);
      if (!intervals) throw new Error('the provider could not tell about one of the calendars');
      return intervals;
    });
  });
  // The signal ends the session's own calls, but not a wait for a token; `raceSignal` ends that.
  return (await raceSignal(signal, Promise.all(answers))).flat(2);
}
