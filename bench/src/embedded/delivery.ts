/** The time from a visitor's booking to the event in the agent's calendar, over HTTP. */
import { connectLinkPath, followLink, pathOf } from '@luma-leasing/server/test/consent.ts';
import { visitor, type Visitor } from '@luma-leasing/server/test/visitor.ts';
import { quartiles } from '../lib/paired.ts';
import { onLanes } from '../lib/race.ts';
import { spread, type Row } from '../lib/report.ts';
import { account, type Sandbox } from '../lib/sandbox.ts';
import { until } from '../lib/until.ts';

const tours = 200;
/** How many visitors book at the same time. */
const crowd = 20;
const goal = { medianMs: 1_000, p99Ms: 5_000 };

/** An event of Calendar v3. */
interface Written {
  created: string;
  extendedProperties?: { private?: { lumaTourId?: string } };
}

export async function delivery(url: string, adminSecret: string, sandbox: Sandbox): Promise<Row[]> {
  const visits = visitor((path, init) => fetch(url + path, { redirect: 'manual', ...init }));
  await connect(visits, adminSecret);
  const times = await freeTimes(visits);
  return [
    await measured('booking → event in the calendar, one visitor at a time', 1),
    await measured(`the same, ${crowd} visitors at once without a pause`, crowd),
  ];

  async function measured(name: string, lanes: number): Promise<Row> {
    const booked = new Map<string, number>();
    await onLanes(lanes, tours / 2, async (n) => {
      const at = Date.now();
      const email = `${lanes}-${n}@example.org`;
      const { booking, error } = await visits.book({
        startsAt: times.pop(),
        email,
        phone: undefined,
      });
      if (!booking) throw new Error(`${error.code}: ${error.message}`);
      booked.set(booking.id, at);
    });
    const waits: number[] = [];
    await until(async () => {
      const { items } = await sandbox.control<{ items: Written[] }>('GET', events);
      const ours = items.filter((event) => booked.has(tourOf(event)));
      // The provider's clock is this machine's.
      waits.splice(
        0,
        Infinity,
        ...ours.map((one) => Date.parse(one.created) - booked.get(tourOf(one))!),
      );
      return ours.length === booked.size;
    });
    waits.sort((a, b) => a - b);
    const middle = quartiles(waits);
    const tail = waits[Math.floor(waits.length * 0.99)]!;
    return {
      name,
      measured: `${spread(middle)} ms, p99 ${tail} ms`,
      // Many visitors at once wait for the limit of one account. This row explains, and has no goal.
      ...(lanes > 1
        ? { goal: '' }
        : {
            goal: 'median < 1 s, p99 < 5 s',
            met: middle.median < goal.medianMs && tail < goal.p99Ms,
          }),
    };
  }
}

const events = `google/events?account=${account}`;
const tourOf = (event: Written): string => event.extendedProperties?.private?.lumaTourId ?? '';

async function connect(visits: Visitor, adminSecret: string): Promise<void> {
  const headers = { Authorization: `Bearer ${adminSecret}` };
  const link = await visits.post(connectLinkPath(account), {}, headers);
  const { url } = (await link.json()) as { url: string };
  const { callback, cookie } = await followLink(visits, pathOf(url), { account });
  const last = await visits.request(callback, { headers: { cookie } });
  if (!last.ok) throw new Error(`The calendar was not connected: ${last.status}`);
}

/** Times that are far enough apart to be all booked. */
async function freeTimes(visits: Visitor): Promise<string[]> {
  const { slotsByDate } = await visits.availability('?days=90');
  const free = Object.values(slotsByDate).flatMap((slots) => slots.filter((one) => one.available));
  return free.filter((_, n) => n % 2 === 0).map(({ startsAt }) => startsAt);
}
