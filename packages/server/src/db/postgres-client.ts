import pLimit from 'p-limit';
import postgres from 'postgres';

/** Plain statements pipeline well: a few connections carry many. */
const plainConnections = 4;

/**
 * Postgres.js, used within what it does well. Two pools: one for transactions, one for plain statements.
 *
 * Under load the driver may send a `BEGIN` down a connection that is busy, in another's transaction even
 * (porsager/postgres#823, #1189). So no more transactions begin than there are connections, and nothing else
 * uses theirs: each finds an idle one.
 */
export function openClient(url: string, connections: number) {
  const options = {
    onnotice: () => {},
    connect_timeout: 10,
    connection: { TimeZone: 'UTC', application_name: 'lumaleasing' },
  };
  const transactions = postgres(url, { ...options, max: connections });
  const plain = postgres(url, { ...options, max: plainConnections });
  const turn = pLimit(connections);
  const begin = (work: (sql: postgres.ISql) => unknown) =>
    turn(() => transactions.begin((sql) => work(preparing(sql, {}))));
  return {
    /** For Drizzle, which writes how it reads and writes columns into `options`: see `shareTypes`. */
    sql: preparing(plain, { begin }),
    /** Lets both pools read and write columns alike. */
    shareTypes: () => {
      Object.assign(transactions.options.parsers, plain.options.parsers);
      Object.assign(transactions.options.serializers, plain.options.serializers);
    },
    listen: plain.listen,
    end: async () => {
      await Promise.all([transactions.end({ timeout: 5 }), plain.end({ timeout: 5 })]);
    },
  };
}

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
