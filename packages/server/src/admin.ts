/** `pnpm admin …`: what an operator does from a terminal. */
import { readAdminConfig, readDatabaseConfig } from './config.ts';
import { describeSetup } from './db/describe-setup.ts';
import { giveUp, OperatorError } from './lib/operator-error.ts';

interface Command {
  /** Each of them is needed, in this order. */
  takes: readonly string[];
  does: string;
  /** @returns what is printed. */
  run: (...given: string[]) => Promise<string>;
}

const commands: Record<string, Command> = {
  'database-setup': {
    takes: [],
    does: 'print what a database administrator runs once, before the first start',
    run: async () => describeSetup(readDatabaseConfig()),
  },
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

database-setup looks at DATABASE_URL. The others ask the running server: with the same APP_URL and ADMIN_SECRET; the
demo's are read from .data/running.env.`;

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
  throw new OperatorError(
    [message, ...issues.map((one) => `  ${one.path}: ${one.message}`)].join('\n'),
  );
}

const [name = '', ...given] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command || given.length !== command.takes.length) {
  console.error(usage);
  process.exit(2);
}
console.log(await command.run(...given).catch(giveUp));
