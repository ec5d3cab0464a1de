/** `pnpm admin …`: what an operator does from a terminal, through the running server. */
import { ConfigError, readAdminConfig } from './config.ts';

interface Command {
  /** Each of them is needed, in this order. */
  takes: readonly string[];
  does: string;
  /** @returns what is printed. */
  run: (...given: string[]) => Promise<string>;
}

const commands: Record<string, Command> = {
  'connect-link': {
    takes: ['property', 'agent’s email'],
    does: 'print a one-time link that connects a calendar',
    run: (property, agent) =>
      post('/api/lumaleasing/calendar/connect-link', { property, agent }, 'url'),
  },
  'create-member': {
    takes: ['property', 'email', 'owner|manager|agent'],
    does: 'make an account, and print its password this once',
    run: (property, email, role) =>
      post('/api/admin/members', { property, email, role }, 'password'),
  },
};

const usage = `Usage:
${Object.entries(commands)
  .map(
    ([name, { takes, does }]) =>
      `  pnpm admin ${[name, ...takes.map((one) => `<${one}>`)].join(' ')}\n      ${does}`,
  )
  .join('\n')}

The server must be running, with the same APP_URL and ADMIN_SECRET as this command; the demo's are read from
.data/running.env.`;

/** Said as it stands, without a stack. */
class Refused extends Error {}

interface Answer {
  [field: string]: unknown;
  error?: { message: string; issues?: { path: string; message: string }[] };
}

/** Asks the running server. @returns one field of its answer. */
async function post(path: string, body: object, field: string): Promise<string> {
  const { APP_URL, ADMIN_SECRET } = readAdminConfig();
  const response = await fetch(APP_URL + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ADMIN_SECRET}` },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  const answer = (await response?.json().catch(() => undefined)) as Answer | undefined;
  const value = answer?.[field];
  if (typeof value === 'string') return value;
  const { message = `No LumaLeasing server answers at ${APP_URL}.`, issues = [] } =
    answer?.error ?? {};
  throw new Refused([message, ...issues.map((one) => `  ${one.path}: ${one.message}`)].join('\n'));
}

const [name = '', ...given] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command || given.length !== command.takes.length) {
  console.error(usage);
  process.exit(2);
}
try {
  console.log(await command.run(...given));
} catch (error) {
  if (!(error instanceof Refused || error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exit(1);
}
