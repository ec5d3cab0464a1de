/** The form of a command of `pnpm admin`: how the command line is read, and how usage explains it. */
import { parseArgs } from 'node:util';
import { OperatorError } from '../lib/operator-error.ts';

export interface Option {
  /** The name of the value in the usage text; absent: the option is a flag. */
  value?: string;
  does: string;
  /** The field of the request. The server uses this name when it refuses. */
  field?: string;
  /** The option may be given several times; together they are one list. */
  many?: true;
  /** Makes the field's value of the typed text. @throws OperatorError */
  read?: (typed: string) => unknown;
  /** Makes the typed text of a value, for `shownOptions`. Absent: the value as text. */
  write?: (value: never) => string;
}

export type Options = Record<string, Option>;

export interface CommandOutcome {
  /** The server's answer, for `--json`. */
  data: unknown;
  /** The answer as text for a person. */
  text: string;
}

export interface Command {
  /** The words after the command, in order. Those in brackets are optional; a last one with `…` may be repeated. */
  takes: readonly string[];
  does: string;
  options?: Options;
  run: (given: ParsedCommand) => Promise<CommandOutcome>;
}

export interface ParsedCommand {
  words: string[];
  /** The options with a field, by field: the body of the request. */
  body: Record<string, unknown>;
  /** All options, as typed. */
  typed: Record<string, string | boolean | string[] | undefined>;
}

/** The command line was wrong. The command's usage is printed, too. */
export class UsageError extends OperatorError {}

const common = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the words and options of a command from the command line. @throws Misused, OperatorError */
export function parseCommand(
  command: Command,
  args: string[],
): ParsedCommand & { json: boolean; help: boolean } {
  const options = command.options ?? {};
  const { positionals: words, values } = parse(args, {
    ...common,
    ...Object.fromEntries(
      Object.entries(options).map(([name, { value }]) => [
        name,
        // Without `multiple` the parser would silently use the last one.
        value === undefined
          ? ({ type: 'boolean' } as const)
          : ({ type: 'string', multiple: true } as const),
      ]),
    ),
  });
  const typed = onceEach(options, values as ParsedCommand['typed']);
  const help = typed['help'] === true;
  if (!help) requireWords(command.takes, words);
  const body: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const value = typed[name];
    if (value !== undefined && option.field)
      put(body, option.field.split('.'), valueOf(name, option, value));
  }
  return { words, body, typed, json: typed['json'] === true, help };
}

function parse(args: string[], options: NonNullable<Parameters<typeof parseArgs>[0]>['options']) {
  try {
    return parseArgs({ args, options: options!, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]!);
  }
}

/** Takes the single value of each option that may be given only once. @throws Misused */
function onceEach(options: Options, values: ParsedCommand['typed']): ParsedCommand['typed'] {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (!Array.isArray(value) || options[name]!.many) return [name, value];
      if (value.length > 1)
        throw new UsageError(`--${name} stands ${value.length} times: say it once.`);
      return [name, value[0]];
    }),
  );
}

/** @throws Misused */
function requireWords(takes: readonly string[], words: string[]): void {
  const needed = takes.filter((one) => !one.startsWith('['));
  const missing = needed.filter((_, n) => !words[n]?.trim());
  if (missing.length > 0) throw new UsageError(`What is missing: ${missing.join(' ')}`);
  // `.` and `..` would change the path of the request's address.
  const way = words.findIndex((word) => /^\.{1,2}$/.test(word));
  if (way >= 0) throw new UsageError(`"${words[way]}" is no ${takes[way] ?? takes.at(-1)}.`);
  if (words.length > takes.length && !takes.at(-1)?.includes('…'))
    throw new UsageError(`What is "${words[takes.length]}" for?`);
}

function valueOf(name: string, { read, many }: Option, value: string | boolean | string[]) {
  if (typeof value === 'boolean') return value;
  const readOne = (typed: string) => {
    try {
      return read ? read(typed) : typed;
    } catch (error) {
      throw error instanceof OperatorError
        ? new OperatorError(`--${name}: ${error.message}`)
        : error;
    }
  };
  if (!Array.isArray(value)) return readOne(value);
  if (!many || !value.includes('none')) return value.map(readOne);
  // `none` means the empty list, so it cannot stand beside other values.
  if (value.length > 1) throw new OperatorError(`--${name}: "none" stands alone.`);
  return [];
}

function put(body: Record<string, unknown>, [first = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) body[first] = value;
  else put((body[first] ??= {}) as Record<string, unknown>, rest, value);
}

/** A reader for an option that accepts `none`, which it reads as null. */
export const readOrNone =
  (read: (typed: string) => unknown = (typed) => typed) =>
  (typed: string): unknown =>
    typed === 'none' ? null : read(typed);

/** @throws OperatorError */
export function readNumber(typed: string): number {
  if (!/^\d+$/.test(typed)) throw new OperatorError(`"${typed}" is no whole number.`);
  return Number(typed);
}

/** @throws OperatorError */
export function readYesNo(typed: string): boolean {
  if (typed !== 'yes' && typed !== 'no') throw new OperatorError(`Say yes or no, not "${typed}".`);
  return typed === 'yes';
}

/** The present values of something, as option names and typed texts. An option with several values is repeated. */
export const shownOptions = (options: Options, source: object): [string, string][] =>
  Object.entries(options).flatMap(([name, { field = '', many, write = String }]) => {
    const value = field
      .split('.')
      .reduce<unknown>((from, part) => (from as Record<string, unknown>)[part], source);
    const values = many ? (value as unknown[]) : value === null ? [] : [value];
    const texts = values.map((one) => write(one as never));
    return (texts.length > 0 ? texts : ['none']).map((text): [string, string] => [name, text]);
  });

export const usageOf = (name: string, { takes, does, options = {} }: Command): string => {
  const lines = Object.entries(options).map(
    ([option, { value, does: what, many }]) =>
      [
        `--${option}${value === undefined ? '' : ` ${value}`}`,
        what + (many ? ' (may be repeated)' : ''),
      ] as const,
  );
  const width = Math.max(0, ...lines.map(([left]) => left.length));
  return [
    `pnpm admin ${[name, ...takes].join(' ')}${lines.length > 0 ? ' [options]' : ''}`,
    `  ${does}`,
    ...lines.map(([left, right]) => `    ${left.padEnd(width)}  ${right}`),
  ].join('\n');
};
