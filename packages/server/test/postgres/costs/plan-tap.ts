import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { openPostgres } from '../../../src/db/client.ts';
import type { TestDatabase } from '../../database.ts';
import type { Plan } from './judge-plan.ts';

/** A statement as the database executed it, with the role that was taken. */
export interface Executed {
  text: string;
  params: string | undefined;
  plan: Plan;
}

/**
 * A database that reports the plan of each statement. `auto_explain` sends the plan, with the actual counts, to the
 * statement's sender, and this reads it on the way. So it includes row security, prepared statements, triggers and
 * foreign keys.
 */
export interface PlanTap {
  database: TestDatabase;
  /** All statements since the last call. */
  taken(): Executed[];
  close(): Promise<void>;
}

const settings: Record<string, string> = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_format': 'json',
  'auto_explain.log_level': 'notice',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_nested_statements': 'on',
};

export async function tapPlans(database: TestDatabase): Promise<PlanTap> {
  const target = new URL(database.url!);
  const name = target.pathname.slice(1);
  for (const [setting, value] of Object.entries(settings))
    await database.asSuperuser(`alter database ${name} set ${setting} = '${value}'`);
  let executed: Executed[] = [];
  const open = new Set<Socket>();
  const server = createServer((from) => {
    const to = connect(Number(target.port), target.hostname);
    const read = noticeReader((text) => executed.push(...executedIn(text)));
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
    to.on('data', read);
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const through = new URL(target);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tapped = openPostgres(through.href, { transactions: 4 });
  return {
    // Clients that open `url` themselves are not tapped, only ours.
    database: { ...database, ...tapped },
    taken: () => {
      const taken = executed;
      executed = [];
      return taken;
    },
    close: async () => {
      await database.close();
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** Reads the notices in the messages of a server. A message is a letter, its length, and that many bytes. */
function noticeReader(onNotice: (text: string) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5) {
      const end = 1 + rest.readInt32BE(1);
      if (rest.length < end) return;
      if (rest[0] === 'N'.charCodeAt(0)) {
        const fields = rest.toString('utf8', 5, end).split('\0');
        onNotice(fields.find((field) => field.startsWith('M'))?.slice(1) ?? '');
      }
      rest = rest.subarray(end);
    }
  };
}

function executedIn(notice: string): Executed[] {
  if (!/^duration: .* plan:/.test(notice)) return [];
  const told = JSON.parse(notice.slice(notice.indexOf('{'))) as {
    'Query Text': string;
    'Query Parameters'?: string;
    Plan: Plan;
  };
  return [{ text: told['Query Text'], params: told['Query Parameters'], plan: told.Plan }];
}
