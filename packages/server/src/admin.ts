import { ConfigError, readConfig } from './config.ts';

/** `pnpm admin …`: what an operator does from a terminal, through the running server. */
const usage = `Usage:
  pnpm admin connect-link <property> <agent's email>
      print a one-time link that connects a calendar
  pnpm admin create-member <property> <email> <owner|manager|agent>
      make an account, and print its password this once

The server must be running, with the same settings (APP_URL, CRON_SECRET) as this command; the demo's are
read from .data/running.env.`;

interface Command {
  path: string;
  body: Record<string, string>;
  /** What of the answer is printed. */
  prints: string;
}

function read([name, property, email, role]: string[]): Command | undefined {
  if (!property || !email) return undefined;
  if (name === 'connect-link' && !role)
    return {
      path: '/api/lumaleasing/calendar/connect-link',
      body: { property, agent: email },
      prints: 'url',
    };
  if (name === 'create-member' && role)
    return { path: '/api/admin/members', body: { property, email, role }, prints: 'password' };
  return undefined;
}

const command = read(process.argv.slice(2));
if (!command) {
  console.error(usage);
  process.exit(2);
}

interface Answer {
  [field: string]: unknown;
  error?: { message: string; issues?: { path: string; message: string }[] };
}

const { APP_URL, CRON_SECRET } = settings();
const answer = await fetch(APP_URL + command.path, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${CRON_SECRET}` },
  body: JSON.stringify(command.body),
}).catch(() => undefined);
const body = (await answer?.json()) as Answer | undefined;
const printed = body?.[command.prints];
if (typeof printed === 'string') {
  console.log(printed);
} else {
  console.error(body?.error?.message ?? `No server answers at ${APP_URL}.`);
  for (const { path, message } of body?.error?.issues ?? []) console.error(`  ${path}: ${message}`);
  process.exit(1);
}

function settings() {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
