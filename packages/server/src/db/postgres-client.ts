import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import pLimit from 'p-limit';
import postgres from 'postgres';
import { settingsOf, type TimeLimits } from './time-limits.ts';
import type { Query } from './statement.ts';

export interface ClientOptions {
  /** How many transactions may run at once. */
  transactions: number;
  /** How many connections plain statements share. They pipeline well, so that few connections carry many. */
  plain: number;
  limits: TimeLimits;
  /** The address is that of a pooler in transaction mode: neither a session nor its settings last. */
  isPooled: boolean;
}

type Drizzle = ReturnType<typeof drizzlePostgres>;
type DrizzleTx = Parameters<Parameters<Drizzle['transaction']>[0]>[0];

/**
 * Under load Postgres.js may send a `BEGIN` into another transaction of its pool (porsager/postgres#823, #1189). So
 * each running transaction has a client with one connection, a lane; only plain statements share a pool.
 */
export function openClient(
  url: string,
  { transactions, plain: max, limits, isPooled }: ClientOptions,
) {
  const options = optionsOf(isPooled ? {} : settingsOf(limits));
  const plain = postgres(url, { ...options, max });
  const preamble = isPooled ? [setLocally(limits)] : [];
  const newLane = () => openLane(url, options, preamble);
  const lanes = new Set(Array.from({ length: transactions }, newLane));
  const turn = pLimit(transactions);
  const idle = [...lanes];
  // The lane used last comes first. So, with little to do, only few connections have to prepare each statement.
  const onLane = <T>(work: (lane: Lane) => Promise<T>) =>
    turn(async () => {
      const lane = idle.pop()!;
      try {
        return await work(lane);
      } finally {
        idle.push(lane.isBroken ? replace(lane) : lane);
      }
    });
  // A broken lane is replaced: the driver may need most of a minute to connect anew after its connection broke in a
  // transaction.
  const replace = (broken: Lane): Lane => {
    lanes.delete(broken);
    void broken.client.end({ timeout: 0 }).catch(() => {});
    const lane = newLane();
    lanes.add(lane);
    return lane;
  };
  return {
    db: drizzlePostgres(preparing(plain), casing),
    /** @param setUp runs before any statement of the work, and costs no round trip of its own. */
    transaction: <T>(work: (tx: DrizzleTx) => Promise<T>, setUp?: Query): Promise<T> =>
      onLane((lane) => {
        lane.setUp = setUp;
        return lane.db.transaction(work);
      }),
    inOneGo: (queries: Query[]) => onLane((lane) => inOneGo(lane, queries)),
    end: async () => {
      const clients = [plain, ...Array.from(lanes, ({ client }) => client)];
      await Promise.all(clients.map((client) => client.end({ timeout: 5 })));
    },
  };
}

const casing = { casing: 'snake_case' } as const;

/** The options of all our connections. */
export const optionsOf = (settings: Record<string, string> = {}) => ({
  onnotice: () => {},
  connect_timeout: 10,
  connection: { TimeZone: 'UTC', application_name: 'lumaleasing', ...settings },
});

// A pooler refuses settings of a connection. So each transaction sets them for itself, without a round trip more.
const setLocally = (limits: TimeLimits): Query => ({
  text: `select ${Object.entries(settingsOf(limits))
    .map(([name, value]) => `set_config('${name}', '${value}', true)`)
    .join(', ')}`,
  params: [],
});

interface Lane {
  readonly client: postgres.Sql;
  readonly db: Drizzle;
  /** The first statements of each transaction. */
  readonly preamble: readonly Query[];
  /** The set-up statement of the running transaction. */
  setUp: Query | undefined;
  isOpen: boolean;
  /** Its connection ended while it was used. */
  isBroken: boolean;
  /** Called when the connection ends. */
  onLost: () => void;
}

function openLane(url: string, options: object, preamble: readonly Query[]): Lane {
  const onclose = () => {
    lane.isOpen = false;
    lane.isBroken = true;
    lane.onLost();
  };
  const client = postgres(url, { ...options, max: 1, onclose });
  const begin = (work: (sql: postgres.ISql) => Promise<unknown>) =>
    client.begin((sql) => within(sql, lane.setUp ? [...preamble, lane.setUp] : preamble, work));
  const lane: Lane = {
    client,
    db: drizzlePostgres(preparing(client, { begin }), casing),
    preamble,
    setUp: undefined,
    isOpen: false,
    isBroken: false,
    onLost: () => {},
  };
  return lane;
}

/**
 * Does the work of one transaction, after its first statements are sent. When the work has ended or failed, further
 * statements are refused: they would run outside of the transaction, as the login user.
 */
async function within<T>(
  sql: postgres.ISql,
  first: readonly Query[],
  work: (sql: postgres.ISql) => Promise<T>,
): Promise<T> {
  let isOver = false;
  const inside = preparing(sql, {}, () => {
    if (isOver) throw new Error('This transaction is over: nothing more can be done in it.');
  });
  const sent = first.map(({ text, params }) => send(sql, text, params as never[]));
  try {
    const [result] = await Promise.all([work(inside), ...sent]);
    return result;
  } finally {
    isOver = true;
  }
}

/**
 * One transaction, sent with its `BEGIN` and `COMMIT` in one round trip. If a query fails, the transaction is
 * aborted, and the `COMMIT` rolls back.
 * @returns the rows of the last query.
 */
async function inOneGo(lane: Lane, queries: Query[]): Promise<unknown[]> {
  if (!lane.isOpen) await connect(lane);
  // If a reserved connection breaks, the driver drops what it has not sent yet. Otherwise it would send that on a
  // new connection, outside of the transaction.
  const connection = await lane.client.reserve();
  const { promise: lost, reject } = Promise.withResolvers<never>();
  lane.onLost = () => reject(new ConnectionLost('the connection broke, perhaps in mid-commit'));
  const sent = [begin, ...lane.preamble, ...queries, commit].map(({ text, params }) =>
    connection.unsafe(text, params as never[], { prepare: true }),
  );
  try {
    const results = await Promise.race([Promise.allSettled(sent), lost]);
    if (lane.isOpen) connection.release();
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    return (results.at(-2) as PromiseFulfilledResult<unknown[]>).value;
  } finally {
    lane.onLost = () => {};
  }
}

// Connects before a reservation, which the driver loses if connecting fails. It asks twice, since the driver may
// give a connection's first statement the error that ended the one before.
async function connect(lane: Lane): Promise<void> {
  const ask = () => lane.client.unsafe('select 1');
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    await ask();
  }
  lane.isOpen = true;
}

/** It has the code of the driver's own error. */
class ConnectionLost extends Error {
  readonly code = 'CONNECTION_CLOSED';
}

const begin: Query = { text: 'begin', params: [] };
const commit: Query = { text: 'commit', params: [] };

/**
 * Hands a statement to the driver at once. The driver itself would wait until somebody awaits it, and the order
 * could change.
 */
const send = (client: postgres.ISql, text: string, args: never[], options: object = {}) =>
  client.unsafe(text, args, { ...options, prepare: true }).execute();

// Makes a client prepare its statements. Drizzle's unnamed ones are parsed and planned each time; prepared, a
// booking costs half. (A pooler in transaction mode must know prepared statements.)
function preparing<Client extends postgres.ISql>(
  client: Client,
  instead: Record<string, unknown> = {},
  requireOpen: () => void = () => {},
): Client {
  return new Proxy(client, {
    get: (target, key, receiver) => {
      if (typeof key === 'string' && key in instead) return instead[key];
      const member: unknown = Reflect.get(target, key, receiver);
      if (key === 'unsafe')
        return (text: string, args: never[], options: object) => {
          requireOpen();
          return send(target, text, args, options);
        };
      if (key === 'savepoint' && typeof member === 'function')
        return async (work: (inner: postgres.ISql) => unknown): Promise<unknown> => {
          requireOpen();
          return member.call(target, (inner: postgres.ISql) =>
            work(preparing(inner, {}, requireOpen)),
          );
        };
      return member;
    },
  });
}
