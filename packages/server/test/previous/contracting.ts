/**
 * What a new migration must not do, because the previous version would fail on it while both run. See "Migrations"
 * in CONTRIBUTING.md.
 */
const rules: { what: string; found: RegExp; instead: string }[] = [
  {
    what: 'drops what the version before may use',
    // Triggers and their functions are allowed, because no server names them; `beside-previous.test.ts` tests what
    // they announce.
    found: /\bDROP\s+(?:TABLE|COLUMN|TYPE|VIEW|SCHEMA|ROLE|CONSTRAINT|INDEX)\b/i,
    instead: 'stop using it in this version, drop it in the next',
  },
  {
    what: 'renames',
    found: /\bRENAME\b/i,
    instead: 'add the new name, write both, read the new one; drop the old one in the next version',
  },
  {
    what: 'takes another type',
    found: /\bALTER\s+COLUMN\s+\S+\s+(?:SET\s+DATA\s+)?TYPE\b/i,
    instead: 'add a column of the new type',
  },
  {
    what: 'wants a value that the version before does not write',
    found: /\bSET\s+NOT\s+NULL\b|\bDROP\s+DEFAULT\b/i,
    instead: 'write it in this version, demand it in the next',
  },
  {
    what: 'wants a value that the version before does not write',
    found:
      /\bADD\s+COLUMN\s+(?=(?:(?!,|;).)*\bNOT\s+NULL\b)(?!(?:(?!,|;).)*\b(?:DEFAULT|GENERATED)\b)/is,
    instead: 'give it a default',
  },
  {
    what: 'refuses rows that the version before writes, or holds up everybody while it looks at all rows',
    found: /\bADD\s+CONSTRAINT\b(?!.*\bNOT\s+VALID\b)|\bCREATE\s+UNIQUE\s+INDEX\b/is,
    instead:
      'a constraint is added NOT VALID, and validated by a migration of its own once all rows obey',
  },
  {
    what: 'takes a right away',
    found: /\bREVOKE\b/i,
    instead: 'revoke it in the next version',
  },
];

interface Migration {
  /** `0026_something` */
  tag: string;
  sql: string;
}

/** The version since which no server uses what the statement removes, or all obey what it demands. */
const excuse = /--\s*contract: (?:unused|obeyed) since (\d{4})\b/;

/**
 * Finds the statements that cannot run beside the previous version.
 * @param before the last migration of the previous version: what it no longer uses may be removed.
 * @returns one line for each statement.
 */
export function contracting(migrations: Migration[], before: string): string[] {
  const isNew = newTables(migrations.map(({ sql }) => sql).join('\n'));
  return migrations.flatMap(({ tag, sql }) =>
    sql.split('--> statement-breakpoint').flatMap((statement) => {
      const since = excuse.exec(statement)?.[1];
      if (since !== undefined && since <= before.slice(0, 4)) return [];
      const code = statement.replaceAll(/--.*$/gm, '');
      if (isNew(code)) return [];
      return rules
        .filter(({ found }) => found.test(code))
        .map(({ what, instead }) => `${tag} ${what}: ${firstLine(code)} (${instead})`);
    }),
  );
}

// The previous version does not use a table that these migrations make.
function newTables(all: string): (statement: string) => boolean {
  const made = new Set(
    [...all.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)"?/gi)].map((found) => found[1]),
  );
  return (statement) => {
    const table = /\b(?:TABLE|ON)\s+(?:ONLY\s+)?"?(\w+)"?/i.exec(statement)?.[1];
    return table !== undefined && made.has(table);
  };
}

const firstLine = (code: string): string => code.trim().split('\n')[0]!.slice(0, 120);
