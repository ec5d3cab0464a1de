// `pnpm demo`: everything, on this machine, with nothing to set up. `--fresh` starts over; `--watch` (`pnpm dev`)
// starts each part anew when its code changes.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { ChildProcess } from 'node:child_process';
import { buildIfStale, buildOnChange } from './build.ts';
import { connectLink, fillCalendar, isConnected, showTitles, walkConsent } from './demo-connect.ts';
import { firstLine, requireNode, root, run, start, stop } from './process.ts';
import { sandboxSettings } from './sandbox-settings.ts';

requireNode();
const port = process.env['PORT'] ?? '3000';
const sandboxPort = process.env['SANDBOX_PORT'] ?? '3001';
const server = `http://localhost:${port}`;
const sandbox = `http://localhost:${sandboxPort}`;
const ownGoogle = Boolean(process.env['GOOGLE_CLIENT_ID'] && process.env['GOOGLE_CLIENT_SECRET']);

// Grants of one Google mean nothing to another: each has a database of its own.
const base = process.env['DATA_DIR'] ?? `${root}.data`;
const dataDir = process.env['DATA_DIR'] ?? `${base}${ownGoogle ? '/own-google' : ''}`;
const running = `${base}/running.env`;
let toldAdmin = '';

if (process.argv.includes('--fresh')) startOver();
mkdirSync(dataDir, { recursive: true });
const watched = process.argv.includes('--watch');
const children: ChildProcess[] = [];
let ending = false;

async function end(code: number): Promise<never> {
  ending = true;
  await Promise.all(children.map(stop));
  forgetAdmin();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(0));

// pnpm's shell does not hand on the signal it is ended by: without it we are nobody's child, and go too.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent && !ending) void end(0);
}, 500).unref();

function keep(child: ChildProcess, name: string): ChildProcess {
  children.push(child);
  child.once('exit', (code) => {
    if (ending) return;
    console.error(`The ${name} ended with code ${code}. What it said is above.`);
    void end(1);
  });
  return child;
}

try {
  const settings = readSettings();
  const env = { ...settings, ...(ownGoogle ? {} : sandboxSettings(sandbox)) };
  await buildIfStale();
  if (watched) buildOnChange();
  if (!ownGoogle) {
    const sandboxEnv = { SANDBOX_PORT: sandboxPort, SANDBOX_DATA_DIR: `${dataDir}/sandbox` };
    const child = start('packages/sandbox/src/main.ts', sandboxEnv, watched);
    await firstLine(keep(child, 'sandbox'), /^sandbox /);
  }
  await seedOnce(env);
  await firstLine(
    keep(start('packages/server/src/main.ts', env, watched), 'server'),
    /"msg":"started"/,
  );
  const adminSecret = settings['ADMIN_SECRET'] ?? '';
  tellAdmin(adminSecret);
  const link = await connect(adminSecret);
  console.log(welcome(link));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await end(1);
}

/** Secrets are made once and kept with the data they protect; one that an older demo did not need is added. */
function readSettings(): Record<string, string> {
  const file = `${dataDir}/demo.env`;
  const kept = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const secret = (bytes: number) => randomBytes(bytes).toString('base64');
  const secrets = {
    ENCRYPTION_KEYS: `k1:${secret(32)}`,
    SESSION_SECRET: secret(48),
    ADMIN_SECRET: secret(32),
    CRON_SECRET: secret(32),
    ...kept,
  };
  writeFileSync(file, linesOf(secrets), { mode: 0o600 });
  return {
    ...secrets,
    DEMO: 'true',
    PORT: port,
    APP_URL: server,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'info',
    // The shell may hold another server's settings: the demo writes to nobody's database and mails nobody.
    DATABASE_URL: '',
    SMTP_URL: '',
    HOST: 'localhost',
    ROLE: 'all',
    CALENDAR_POLL_SECONDS: '5',
    // Whoever tries it out is one visitor, and books as many.
    INVITATIONS_PER_VISITOR: '1000',
    INVITATIONS_PER_PROPERTY: '1000',
  };
}

/** Deletes what a demo left; DATA_DIR may name any folder, and only a demo's is ours to delete. */
function startOver(): void {
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) return;
  if (!existsSync(`${dataDir}/demo.env`)) {
    console.error(`${dataDir} holds no demo (no demo.env): it is left alone. Empty it yourself.`);
    process.exit(1);
  }
  for (const name of readdirSync(dataDir))
    if (name !== 'own-google') rmSync(`${dataDir}/${name}`, { recursive: true, force: true });
}

/** Whichever demo runs, `pnpm admin` finds where it is in one place; and once it has ended, it finds nothing. */
function tellAdmin(secret: string): void {
  toldAdmin = linesOf({ APP_URL: server, ADMIN_SECRET: secret });
  writeFileSync(running, toldAdmin, { mode: 0o600 });
}

function forgetAdmin(): void {
  // Another demo of this folder may have started after this one.
  if (existsSync(running) && readFileSync(running, 'utf8') === toldAdmin) rmSync(running);
}

function linesOf(settings: Record<string, string>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

async function seedOnce(env: Record<string, string>): Promise<void> {
  // Named anew when the seed has more to bring: it adds what is missing.
  const done = `${dataDir}/seeded-2`;
  if (existsSync(done)) return;
  await run(process.execPath, ['packages/server/src/seed-demo.ts'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 2, 'inherit'],
  });
  writeFileSync(done, '');
}

/** The link for a person, who connects a calendar of their own; the demo agent's is connected here. */
async function connect(adminSecret: string): Promise<string | undefined> {
  const addresses = { server, adminSecret };
  if (ownGoogle) return connectLink(addresses);
  await fillCalendar(sandbox);
  if (!(await isConnected(server))) {
    await walkConsent(addresses);
    await showTitles(server);
  }
  return undefined;
}

function welcome(link: string | undefined): string {
  const lines = [
    '',
    `  A property's website   ${server}/demo`,
    ownGoogle
      ? `  Connect your calendar  ${link}`
      : `  The agent's calendar   ${sandbox}/calendar?account=agent@example.com`,
    `  The API                ${server}/docs`,
    '  Sign in as manager     POST /api/auth/sign-in/email (see /docs): manager@example.com / demo-maple-court',
    '',
    `ready ${server}/demo`,
  ];
  return lines.join('\n');
}
