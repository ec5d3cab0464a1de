/** Runs one command of `pnpm admin`, from its command line to its output. */
import { readDatabaseConfig } from '../config.ts';
import { describeSetup } from '../db/describe-setup.ts';
import { OperatorError } from '../lib/operator-error.ts';
import { RefusedByServer } from './api.ts';
import { type Command, parseCommand, type ParsedCommand, UsageError, usageOf } from './command.ts';
import { keyCommands } from './key-commands.ts';
import { peopleCommands } from './people-commands.ts';
import { propertyCommands } from './property-commands.ts';
import { timesCommand } from './times-command.ts';

const commands: Record<string, Command> = {
  ...propertyCommands,
  ...peopleCommands,
  ...keyCommands,
  times: timesCommand,
  'database-setup': {
    takes: [],
    does: 'prints the SQL that a database administrator runs once, before the first start',
    run: async () => {
      const text = await describeSetup(readDatabaseConfig());
      return { data: { text }, text };
    },
  },
};

const overview = `${Object.entries(commands)
  .map(([name, { takes, does }]) => `  pnpm admin ${[name, ...takes].join(' ')}\n      ${does}`)
  .join('\n')}

--help shows the options of a command; --json prints the answer for programs. database-setup reads DATABASE_URL; all
other commands ask the running server at APP_URL with ADMIN_SECRET, or, if neither is set, the demo that runs here.`;

interface Said {
  /** The exit code: 0 done, 1 failed, 2 the command line was wrong. */
  code: number;
  out?: string;
  err?: string;
}

export async function runCommand([name = '', ...args]: string[]): Promise<Said> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (['', 'help', '--help', '-h'].includes(name)) return { code: 0, out: overview };
  if (!command) return { code: 2, err: `There is no command "${name}".\n${overview}` };
  try {
    const { json, help, ...given } = parseCommand(command, args);
    if (help) return { code: 0, out: usageOf(name, command) };
    const { data, text } = await command.run(given).catch((error: unknown) => {
      throw error instanceof RefusedByServer
        ? new OperatorError(inItsOptions(error, command, given))
        : error;
    });
    return { code: 0, out: json ? JSON.stringify(data, null, 2) : text };
  } catch (error) {
    if (error instanceof UsageError)
      return { code: 2, err: `${error.message}\n\n${usageOf(name, command)}` };
    if (error instanceof OperatorError) return { code: 1, err: error.message };
    throw error;
  }
}

/** The server's refusal in terms of options: the server names fields, but the operator knows only options and values. */
function inItsOptions(
  { message, issues }: RefusedByServer,
  { options = {} }: Command,
  { typed }: ParsedCommand,
): string {
  const lines = issues.map(({ path, message: what }) => {
    const found = Object.entries(options).find(
      ([, { field }]) => field && (path === field || path.startsWith(`${field}.`)),
    );
    if (!found) return path ? `  ${path}: ${what}` : `  ${what}`;
    const [name, { field, many }] = found;
    // The typed value, if the option has several: `allowedOrigins.1` is the second one.
    const [index] = path.slice(field!.length + 1).split('.');
    const which = many && index ? ` "${(typed[name] as string[])[Number(index)]}"` : '';
    return `  --${name}${which}: ${what}`;
  });
  return [...new Set([message, ...lines])].join('\n');
}
