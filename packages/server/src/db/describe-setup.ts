import postgres from 'postgres';
import { explainDatabaseError } from './failure.ts';
import { lastGrantingMigrationAt } from './migrate.ts';
import { optionsOf } from './postgres-client.ts';
import {
  missingFrom,
  readSetup,
  scriptOf,
  type SetupState,
  unfitReason,
  unpreparedSetup,
} from './requirements.ts';

interface Addresses {
  DATABASE_URL: string;
  DATABASE_DIRECT_URL?: string | undefined;
}

/** The SQL that an administrator still has to run for this database; all of it if the database cannot be asked. */
export async function describeSetup(addresses: Addresses): Promise<string> {
  const url = addresses.DATABASE_DIRECT_URL ?? addresses.DATABASE_URL;
  const client = postgres(url, { ...optionsOf(), max: 1 });
  try {
    return describe(await readSetup(client, lastGrantingMigrationAt()));
  } catch (error) {
    const failure = explainDatabaseError(
      error,
      addresses.DATABASE_DIRECT_URL ? 'DATABASE_DIRECT_URL' : 'DATABASE_URL',
    );
    const why = failure instanceof Error ? failure.message : String(failure);
    const { user, database } = client.options;
    return `-- ${why}
-- So this is all that may be needed, if it is Postgres 15 or newer, and the user and the database are there.
${describe(unpreparedSetup(user, database))}`;
  } finally {
    await client.end({ timeout: 5 });
  }
}

function describe(state: SetupState): string {
  const unfit = unfitReason(state);
  if (unfit) return `-- ${unfit}`;
  const missing = missingFrom(state);
  const { user, database } = state;
  return missing.length === 0
    ? `-- The database ${database} is as the user ${user} needs it: there is nothing to run.`
    : `-- Once, as an administrator, connected to the database ${database}:\n${scriptOf(missing)}`;
}
