/** One command of `pnpm admin`, from its words to what it prints. */
import { readDatabaseConfig } from '../config.ts';
import { describeSetup } from '../db/describe-setup.ts';
import { OperatorError } from '../lib/operator-error.ts';
import { Refused } from './api.ts';
import { Misused, readGiven, usageOf, type Command, type Given } from './command.ts';
import { keyCommands } from './key-commands.ts';
import { peopleCommands } from './people-commands.ts';
import { propertyCommands } from './property-commands.ts';
import { times } from './times-command.ts';

const commands: Record<string, Command> = {
  ...propertyCommands,
  ...peopleCommands,
  ...keyCommands,
  times,
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
the others ask the running server, with its APP_URL and ADMIN_SECRET; where neither is set, the demo that runs here.`;

interface Said {
  /** Of the process: 1 where it did not work, 2 where the command line was wrong. */
  code: number;
  out?: string;
  err?: string;
}

export async function runCommand([name = '', ...args]: string[]): Promise<Said> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (['', 'help', '--help', '-h'].includes(name)) return { code: 0, out: overview };
  if (!command) return { code: 2, err: `There is no command "${name}".\n${overview}` };
  try {
    const { json, help, ...given } = readGiven(command, args);
    if (help) return { code: 0, out: usageOf(name, command) };
    const { data, text } = await command.run(given).catch((error: unknown) => {
      throw error instanceof Refused
        ? new OperatorError(inItsOptions(error, command, given))
        : error;
    });
    return { code: 0, out: json ? JSON.stringify(data, null, 2) : text };
  } catch (error) {
    if (error instanceof Misused)
      return { code: 2, err: `${error.message}\n\n${usageOf(name, command)}` };
    if (error instanceof OperatorError) return { code: 1, err: error.message };
    throw error;
  }
}

/** The server names fields; whoever typed knows options, and what they typed. */
function inItsOptions(
  { message, issues }: Refused,
  { options = {} }: Command,
  { typed }: Given,
): string {
  const lines = issues.map(({ path, message: what }) => {
    const found = Object.entries(options).find(
      ([, { field }]) => field && (path === field || path.startsWith(`${field}.`)),
    );
    if (!found) return path ? `  ${path}: ${what}` : `  ${what}`;
    const [name, { field, many }] = found;
    // Of several, which one: `allowedOrigins.1` is the second.
    const [index] = path.slice(field!.length + 1).split('.');
    const which = many && index ? ` "${(typed[name] as string[])[Number(index)]}"` : '';
    return `  --${name}${which}: ${what}`;
  });
  return [...new Set([message, ...lines])].join('\n');
}
