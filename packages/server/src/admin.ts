/** `pnpm admin …`: what an operator does from a terminal. Mistakes end with 1, a wrong command line with 2. */
import { Refused } from './admin/api.ts';
import { Misused, readGiven, usageOf, type Command } from './admin/command.ts';
import { keyCommands } from './admin/key-commands.ts';
import { peopleCommands } from './admin/people-commands.ts';
import { propertyCommands } from './admin/property-commands.ts';
import { readDatabaseConfig } from './config.ts';
import { describeSetup } from './db/describe-setup.ts';
import { giveUp, OperatorError } from './lib/operator-error.ts';

const commands: Record<string, Command> = {
  ...propertyCommands,
  ...peopleCommands,
  ...keyCommands,
  'database-setup': {
    takes: [],
    does: 'prints what a database administrator runs once, before the first start',
    run: async () => {
      const text = await describeSetup(readDatabaseConfig());
      return { data: { text }, text };
    },
  },
};

const overview = `${Object.entries(commands)
  .map(([name, { takes, does }]) => `  pnpm admin ${[name, ...takes].join(' ')}\n      ${does}`)
  .join('\n')}

With --help a command tells its options; with --json it prints what programs read. database-setup looks at DATABASE_URL;
the others ask the running server: with its APP_URL and ADMIN_SECRET; the demo's are read from .data/running.env.`;

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) {
  const asked = ['', 'help', '--help', '-h'].includes(name);
  console[asked ? 'log' : 'error'](
    asked ? overview : `There is no command "${name}".\n${overview}`,
  );
  process.exit(asked && name !== '' ? 0 : 2);
}

try {
  const { json, help, ...given } = readGiven(command, args);
  if (help) console.log(usageOf(name, command));
  else {
    const { data, text } = await command.run(given);
    console.log(json ? JSON.stringify(data, null, 2) : text);
  }
} catch (error) {
  if (error instanceof Misused) {
    console.error(`${error.message}\n\n${usageOf(name, command)}`);
    process.exit(2);
  }
  giveUp(error instanceof Refused ? new OperatorError(inItsOptions(error, command)) : error);
}

/** The server names fields; whoever typed knows options. */
function inItsOptions({ message, issues }: Refused, { options = {} }: Command): string {
  const lines = issues.map(({ path, message: what }) => {
    const option = Object.entries(options).find(
      ([, { field }]) => field && (path === field || path.startsWith(`${field}.`)),
    );
    return `  ${option ? `--${option[0]}` : path}: ${what}`;
  });
  return [message, ...lines].join('\n');
}
