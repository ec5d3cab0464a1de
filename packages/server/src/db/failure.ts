import { OperatorError } from '../lib/operator-error.ts';
import { codeOf } from './errors.ts';

/** The database's own error, without its wrappers. Its message contains no values. */
function causeOf(error: unknown): Error | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if ('code' in at) return at;
  return undefined;
}

const broken = (setting: string) =>
  `What answers at the address in ${setting} broke the connection off. Is it the database’s address? Take sslmode out of it if that database knows no encryption.`;
const unreachable = (setting: string) =>
  `The database of ${setting} cannot be reached. Is the address right, and is it running?`;

const words: Record<string, (setting: string, said: string) => string> = {
  ECONNREFUSED: unreachable,
  ECONNRESET: broken,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  EPIPE: broken,
  CONNECT_TIMEOUT: unreachable,
  CONNECTION_CLOSED: broken,
  ENOTFOUND: (setting) => `The host named in ${setting} is not known. Correct the address.`,
  EAI_AGAIN: (setting) =>
    `The host named in ${setting} cannot be looked up just now. Is the address right, and the network there?`,
  '08P01': (setting, said) =>
    /startup parameter/.test(said)
      ? `${setting} is the address of a pooler. Set DATABASE_DIRECT_URL to the database’s own address, beside it.`
      : `What answers at ${setting} does not speak as Postgres does (${said}). Correct the address.`,
  '28000': (setting, said) =>
    `The database does not let this user in from here (${said}). Allow it in pg_hba.conf; if the host wants encryption, add ?sslmode=require to ${setting}.`,
  '28P01': (setting) => `The database refuses the user or password in ${setting}. Correct them.`,
  '3D000': (setting) => `The database named in ${setting} does not exist. Create it first.`,
  '53100': () =>
    'The database has no room left on its disk. Free some, or give it a larger one, and start again.',
  '53300': () =>
    'The database has no connection left. Raise its max_connections, or lower DATABASE_POOL_SIZE.',
  '57P03': () => 'The database is just starting or stopping. Start again in a moment.',
  '25006': (setting) =>
    `The database of ${setting} takes no changes: it is a standby, or set to read only. Give the address of the primary.`,
  '55P03': (_setting, said) =>
    `A migration could not get its lock (${said}). Look in pg_stat_activity for the session that holds it, end it, and start again.`,
  '42501': (setting, said) =>
    `The database user in ${setting} lacks a right (${said}). It must own the database and all that is in it; \`pnpm admin database-setup\` prints what else it needs.`,
};

/**
 * Words for the operator for a database error at the start of the server.
 * @param setting the name of the setting with the address.
 */
export function explainDatabaseError(error: unknown, setting: string): unknown {
  if (error instanceof OperatorError) return error;
  const code = codeOf(error);
  const said = causeOf(error)?.message ?? '';
  if (code === undefined) return error;
  if (/extension/.test(said) && /btree_gist/.test(said))
    return new OperatorError(
      `The database does not allow the extension btree_gist (${said}). Allow it in your host’s settings, or have an administrator run: CREATE EXTENSION btree_gist;`,
      { cause: error },
    );
  const explain = words[code];
  if (explain) return new OperatorError(explain(setting, said), { cause: error });
  if (/CERT|SIGNATURE|TLS/.test(code))
    return new OperatorError(
      `The certificate of the database of ${setting} is not trusted (${said}): name its authority in NODE_EXTRA_CA_CERTS, or write sslmode=require, which checks none.`,
      { cause: error },
    );
  // An SQLSTATE: the database itself has said in a sentence what is wrong.
  if (/^[0-9A-Z]{5}$/.test(code))
    return new OperatorError(`The database of ${setting} refused to go on: ${said} (${code}).`, {
      cause: error,
    });
  return error;
}
