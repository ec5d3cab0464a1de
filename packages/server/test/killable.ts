import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { readConfig } from '../src/config.ts';
import { createContext, type Context } from '../src/context.ts';
import { openPglite } from '../src/db/client.ts';
import { createProperty } from './create-property.ts';
import { createMember } from './create-member.ts';
import { browserOf, cookieOf, password, trySignIn, type Browser } from './members.ts';
import { startServerProcess, type ServerProcess } from './processes.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { freePort } from './start-postgres.ts';
import { allowedOrigins, usual } from './usual-property.ts';
import { visitor, type Visitor } from './visitor.ts';
import { testSettings } from './world.ts';

/** A server with its own folder and sandbox. It can be killed and started again on the same folder. */
export interface Killable extends Visitor {
  sandbox: Sandbox;
  /** @param pollSeconds absent: calendars are read only when something asks for it. */
  start(pollSeconds?: number): Promise<void>;
  kill(): Promise<void>;
  /** A manager of the property, signed in. */
  signIn(): Promise<Browser>;
  /** All mails that it has sent. */
  mails(): string[];
  /** Reads the database while no server runs. */
  inside<T>(look: (ctx: Context) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

const email = 'manager@example.com';

/** @param more additional settings. */
export async function createKillable(more: Record<string, string> = {}): Promise<Killable> {
  const folder = mkdtempSync(join(tmpdir(), 'luma-killed-'));
  const [sandbox, port] = await Promise.all([startSandbox(), freePort()]);
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    ...testSettings,
    ...sandbox.settings,
    LOG_LEVEL: 'info',
    DATA_DIR: folder,
    PORT: String(port),
    GOOGLE_CALENDAR_WEBHOOK_URL: `${url}/api/lumaleasing/calendar/webhook`,
    ...more,
  };
  let image: Blob | undefined = new Blob([readFileSync(inject('pgliteImage'))]);
  const inside: Killable['inside'] = async (look) => {
    const database = await openPglite(folder, image);
    image = undefined;
    try {
      return await look(await createContext(readConfig(settings), { database }));
    } finally {
      await database.close();
    }
  };
  await inside(async (ctx) => {
    await createProperty(ctx, { ...usual, keys: [{ key: 'pk_live', allowedOrigins }] });
    await createMember(ctx, { role: 'owner', property: 'maple-court', email, password });
  });

  let running: ServerProcess | undefined;
  // Redirects are not followed, because the consent needs their addresses.
  const visits = visitor((path, init) => fetch(url + path, { redirect: 'manual', ...init }));
  return {
    ...visits,
    sandbox,
    start: async (pollSeconds = 3_600) => {
      const poll = { CALENDAR_POLL_SECONDS: String(pollSeconds) };
      running = startServerProcess({ ...settings, ...poll });
      await running.url;
    },
    kill: async () => {
      await running?.kill('SIGKILL');
      running = undefined;
    },
    signIn: async () => browserOf(visits, email, cookieOf(await trySignIn(visits, { email }))),
    mails: () =>
      globSync(join(folder, 'outbox', '*.eml')).map((mail) => readFileSync(mail, 'utf8')),
    inside,
    stop: async () => {
      await running?.kill('SIGKILL');
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
