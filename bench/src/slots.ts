/** The slot engine against the integer floor, and zone conversion against native Temporal. */
import {
  type SlotQuery,
  generateSlots,
} from '@luma-leasing/server/src/features/availability/slots.ts';
import { toMs } from '@luma-leasing/server/src/lib/iso.ts';
import { paired } from './lib/paired.ts';
import { type Bench, type Row, perSecond, spread } from './lib/report.ts';
import { floorInput, floorSlots } from './slots/floor.ts';
import { workload } from './slots/workload.ts';
import { zoneRow } from './slots/zone.ts';

export const bench: Bench = () => [
  // Epoch milliseconds in, as the mirror hands them over.
  engineRow('W1: 1 agent × 14 days × 30 busy', inNumbers(workload(1, 14, 30)), goal),
  engineRow('W2: 10 agents × 60 days × 200 busy', inNumbers(workload(10, 60, 200)), goal),
  engineRow('W1 with ISO text in', workload(1, 14, 30)),
  engineRow('W2 with ISO text in', workload(10, 60, 200)),
  zoneRow(),
];

const goal = 0.15;

const inNumbers = (query: SlotQuery): SlotQuery => ({
  ...query,
  agents: query.agents.map((agent) => ({
    ...agent,
    busy: agent.busy.map(({ startsAt, endsAt }) => ({
      startsAt: toMs(startsAt),
      endsAt: toMs(endsAt),
    })),
  })),
});

/** @param goal absent: it explains another row. */
function engineRow(name: string, query: SlotQuery, goal?: number): Row {
  const answer = generateSlots(query);
  const midnights = answer.map((day) => `${day.date}T06:00:00Z`);
  const input = floorInput(query, midnights);
  const flags = (list: readonly { slots: readonly { available: boolean }[] }[]) =>
    list.flatMap((day) => day.slots.map((slot) => slot.available)).join();
  if (flags(answer) !== flags(floorSlots(input))) throw new Error('The floor answers otherwise');
  const result = paired(
    () => generateSlots(query),
    () => floorSlots(input),
  );
  // What no engine that is given text can do without: how near this one is to its own lower bound.
  const reading = paired(
    () => generateSlots(query),
    () => readInstants(query),
    { pairs: 11 },
  );
  const speeds = [
    perSecond(result.a.median),
    `floor ${perSecond(result.b.median)}`,
    `reading the instants alone ${perSecond(reading.b.median)}`,
  ];
  return {
    name: `slot engine, ${name}`,
    goal: goal === undefined ? '' : `≥ ${goal} of the integer floor`,
    measured: `${spread(result.ratio)}; ${speeds.join(', ')}`,
    ...(goal === undefined ? {} : { met: result.ratio.median >= goal }),
  };
}

function readInstants(query: SlotQuery): number {
  let sum = 0;
  for (const agent of query.agents) {
    for (const busy of agent.busy) sum += toMs(busy.startsAt) + toMs(busy.endsAt);
  }
  return sum;
}
