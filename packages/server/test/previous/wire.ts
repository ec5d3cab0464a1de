import { connect, createServer, type AddressInfo } from 'node:net';

/** A statement as a server sent it. Values are in Postgres's text form. */
export interface Sent {
  text: string;
  params: (string | null)[];
}

/** One transaction with its `begin` and `commit`, or a single statement. */
export type Unit = Sent[];

export interface Wire {
  /** The address of the same database through this wire. */
  url: string;
  /** What was sent since the last call, in the order in which the units began. */
  take(): Unit[];
  close(): void;
}

/** Listens between a server and its database, and records the server's statements. */
export async function listenIn(url: string): Promise<Wire> {
  const target = new URL(url);
  let units: Unit[] = [];
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    const read = reader((unit) => units.push(unit));
    client.on('data', (bytes: Buffer) => {
      read(bytes);
      database.write(bytes);
    });
    database.pipe(client);
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: through.href,
    take: () => {
      const taken = units;
      units = [];
      return taken;
    },
    close: () => server.close(),
  };
}

/** Reads one connection's messages: https://www.postgresql.org/docs/current/protocol-message-formats.html */
function reader(onUnit: (unit: Unit) => void): (bytes: Buffer) => void {
  let left: Buffer = Buffer.alloc(0);
  let hasStarted = false;
  const statements = new Map<string, string>();
  let open: Unit | undefined;

  function heard(sent: Sent): void {
    // The driver's own query of types is not recorded.
    if (sent.text.includes('pg_catalog.pg_type')) return;
    if (open) open.push(sent);
    else onUnit((open = [sent]));
    const command = sent.text.trim().toLowerCase();
    const isInside = open[0]!.text.trim().toLowerCase().startsWith('begin');
    if (!isInside || command === 'commit' || command === 'rollback') open = undefined;
  }

  function message(type: string, body: Buffer): void {
    if (type === 'Q') heard({ text: textAt(body, 0).text, params: [] });
    if (type === 'P') {
      const name = textAt(body, 0);
      statements.set(name.text, textAt(body, name.end).text);
    }
    if (type !== 'B') return;
    const portal = textAt(body, 0);
    const name = textAt(body, portal.end);
    heard({ text: statements.get(name.text)!, params: paramsAt(body, name.end) });
  }

  return (bytes) => {
    left = Buffer.concat([left, bytes]);
    for (;;) {
      // The first message of a connection has no type.
      const from = hasStarted ? 1 : 0;
      if (left.length < from + 4) return;
      const end = from + left.readInt32BE(from);
      if (left.length < end) return;
      if (hasStarted) message(String.fromCharCode(left[0]!), left.subarray(from + 4, end));
      hasStarted = true;
      left = left.subarray(end);
    }
  };
}

function textAt(body: Buffer, at: number): { text: string; end: number } {
  const end = body.indexOf(0, at);
  return { text: body.toString('utf8', at, end), end: end + 1 };
}

function paramsAt(body: Buffer, start: number): (string | null)[] {
  const formats = body.readInt16BE(start);
  for (let n = 0; n < formats; n++)
    if (body.readInt16BE(start + 2 + n * 2) !== 0) throw new Error('a value in binary form');
  let at = start + 2 + formats * 2;
  const count = body.readInt16BE(at);
  at += 2;
  return Array.from({ length: count }, () => {
    const length = body.readInt32BE(at);
    at += 4;
    if (length === -1) return null;
    at += length;
    return body.toString('utf8', at - length, at);
  });
}
