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

/** A server on a folder of its own, which can be killed and started again in the same place, and its sandbox. */
export interface Killable extends Visitor {
  sandbox: Sandbox;
  /** @param pollSeconds absent: calendars are looked at only when something asks for it. */
  start(pollSeconds?: number): Promise<void>;
  kill(): Promise<void>;
  /** Somebody who manages the property, signed in. */
  signIn(): Promise<Browser>;
  /** Every mail that it sent. */
  mails(): string[];
  /** Looks into the database; nothing runs meanwhile. */
  inside<T>(look: (ctx: Context) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

const email = 'manager@example.com';

/** @param more settings. */
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
  // As a browser that is asked to go elsewhere, for the consent.
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
