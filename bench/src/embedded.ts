/**
 * A server on the embedded database, like `pnpm demo`: how soon it is ready, and how soon a tour is in the calendar.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '@luma-leasing/server/src/config.ts';
import { createContext } from '@luma-leasing/server/src/context.ts';
import { openPglite } from '@luma-leasing/server/src/db/client.ts';
import { createProperty } from '@luma-leasing/server/test/create-property.ts';
import { freePort } from '@luma-leasing/server/test/start-postgres.ts';
import { delivery } from './embedded/delivery.ts';
import { startChild, type Child } from './lib/child.ts';
import { quartiles } from './lib/paired.ts';
import { mapleCourt } from './lib/property.ts';
import { spread, type Bench, type Row } from './lib/report.ts';
import { account, startSandbox } from './lib/sandbox.ts';
import { benchSettings } from './lib/settings.ts';

const main = fileURLToPath(import.meta.resolve('@luma-leasing/server/src/main.ts'));
const adminSecret = 'the operator of the bench';
const starts = 9;

export const bench: Bench = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'luma-bench-'));
  const sandbox = await startSandbox();
  const port = await freePort();
  const settings = {
    ...benchSettings(),
    ...sandbox.settings,
    DATA_DIR: folder,
    PORT: String(port),
    ADMIN_SECRET: adminSecret,
  };
  const start = () =>
    startChild(
      main,
      [],
      { ...settings, ROLE: 'all', HOST: '127.0.0.1', LOG_LEVEL: 'info' },
      /"msg":"started"/,
    );
  try {
    await prepare(settings);
    // The first start creates the queues; the measured ones find them.
    await (await start()).stop();
    const ready = await readiness(start);
    const server = await start();
    try {
      return [ready, ...(await delivery(`http://127.0.0.1:${port}`, adminSecret, sandbox))];
    } finally {
      await server.stop();
    }
  } finally {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

async function prepare(settings: { DATA_DIR: string } & Record<string, string>): Promise<void> {
  const database = await openPglite(settings.DATA_DIR);
  await database.migrate();
  const ctx = await createContext(readConfig(settings), { database });
  await createProperty(ctx, {
    ...mapleCourt('pk_live', 'maple-court'),
    config: { horizonDays: 90 },
    agents: [{ name: 'Maya', email: account }],
  });
  await database.close();
}

async function readiness(start: () => Promise<Child>): Promise<Row> {
  const seconds: number[] = [];
  for (let n = 0; n < starts; n++) {
    const began = performance.now();
    const server = await start();
    seconds.push((performance.now() - began) / 1_000);
    await server.stop();
  }
  const found = quartiles(seconds);
  return {
    name: 'server ready with the embedded database, warm: from its process to its first answer',
    goal: '< 3 s',
    measured: `${spread(found)} s`,
    met: found.median < 3,
  };
}
