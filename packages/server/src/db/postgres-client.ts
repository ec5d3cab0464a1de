import pLimit from 'p-limit';
import postgres from 'postgres';
import type { Query } from './statement.ts';

/** Plain statements pipeline well: a few connections carry many. */
const plainConnections = 4;

/**
 * Postgres.js, used within what it does well: clients of one connection for transactions, and a pool for plain
 * statements.
 *
 * Under load the driver may send a `BEGIN` down a connection of its pool that is busy, in another's transaction
 * even (porsager/postgres#823, #1189). A client that has one connection, and one transaction at a time, cannot.
 */
export function openClient(url: string, connections: number) {
  const options = {
    onnotice: () => {},
    connect_timeout: 10,
    connection: { TimeZone: 'UTC', application_name: 'lumaleasing' },
  };
  const plain = postgres(url, { ...options, max: plainConnections });
  const lanes = Array.from({ length: connections }, () => openLane(url, options));
  const turn = pLimit(connections);
  const idle = [...lanes];
  // The lane used last comes first: few of them know all the prepared statements while there is little to do.
  const onLane = <T>(work: (lane: Lane) => Promise<T>) =>
    turn(async () => {
      const lane = idle.pop()!;
      try {
        return await work(lane);
      } finally {
        idle.push(lane);
      }
    });
  return {
    /** For Drizzle, which writes how it reads and writes columns into `options`: see `shareTypes`. */
    sql: preparing(plain, {
      begin: (work: (sql: postgres.ISql) => unknown) =>
        onLane(({ client }) => client.begin((sql) => work(preparing(sql, {})))),
    }),
    inOneGo: (queries: Query[]) => onLane((lane) => inOneGo(lane, queries)),
    /** Lets all connections read and write columns alike. */
    shareTypes: () => {
      for (const { client } of lanes) {
        Object.assign(client.options.parsers, plain.options.parsers);
        Object.assign(client.options.serializers, plain.options.serializers);
      }
    },
    listen: plain.listen,
    end: async () => {
      const clients = [plain, ...lanes.map(({ client }) => client)];
      await Promise.all(clients.map((client) => client.end({ timeout: 5 })));
    },
  };
}

interface Lane {
  readonly client: postgres.Sql;
  isOpen: boolean;
  /** Called when the connection ends. */
  onLost: () => void;
}

function openLane(url: string, options: object): Lane {
  const onclose = () => {
    lane.isOpen = false;
    lane.onLost();
  };
  const client = postgres(url, { ...options, max: 1, onclose });
  const lane: Lane = { client, isOpen: false, onLost: () => {} };
  return lane;
}

/**
 * One transaction, sent in one go with its `BEGIN` and `COMMIT`: one round trip. A query that fails aborts it, and the
 * `COMMIT` behind it then rolls back.
 * @returns the rows of the last query.
 */
async function inOneGo(lane: Lane, queries: Query[]): Promise<unknown[]> {
  if (!lane.isOpen) await connect(lane);
  // Reserved, what is not sent yet when the connection breaks is dropped: nothing of it may run outside the transaction.
  const connection = await lane.client.reserve();
  const { promise: lost, reject } = Promise.withResolvers<never>();
  lane.onLost = () => reject(new ConnectionLost('the connection broke, perhaps in mid-commit'));
  const sent = [begin, ...queries, commit].map(({ text, params }) =>
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

// The driver loses a reservation that fails while it connects, and the connection with it: so it comes second. And it
// gives the first statement of a connection the error that ended the one before.
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

/** Named like the driver's own. */
class ConnectionLost extends Error {
  readonly code = 'CONNECTION_CLOSED';
}

const begin: Query = { text: 'begin', params: [] };
const commit: Query = { text: 'commit', params: [] };

// Drizzle asks for unnamed statements, which Postgres parses and plans anew each time. Ours are few and come
// often: prepared, a booking costs half. (A pooler in transaction mode must know prepared statements.)
function preparing<Client extends postgres.ISql>(
  client: Client,
  instead: Record<string, unknown>,
): Client {
  return new Proxy(client, {
    get: (target, key, receiver) => {
      if (typeof key === 'string' && key in instead) return instead[key];
      const member: unknown = Reflect.get(target, key, receiver);
      if (key === 'unsafe')
        return (text: string, args: never[], options: object) =>
          target.unsafe(text, args, { ...options, prepare: true });
      if (key === 'savepoint' && typeof member === 'function')
        return (work: (inner: postgres.ISql) => unknown) =>
          member.call(target, (inner: postgres.ISql) => work(preparing(inner, {})));
      return member;
    },
  });
}
