import { ConfigError, readConfig } from './config.ts';
import { createContext } from './context.ts';
import { codeOf } from './db/errors.ts';
import { FolderInUse } from './db/lock.ts';
import { startServer } from './server.ts';

const unreachable = 'The database of DATABASE_URL cannot be reached. Is it running?';
const refused = 'The database refuses the user or password in DATABASE_URL.';
const helpFor: Record<string, string> = {
  EADDRINUSE: 'The port is in use. Stop the other program, or set PORT to a free one.',
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  CONNECT_TIMEOUT: unreachable,
  '28000': refused,
  '28P01': refused,
  '3D000': 'The database named in DATABASE_URL does not exist. Create it first.',
};

// Only what the operator can mend is said without a stack.
function giveUp(error: unknown): never {
  const known = error instanceof ConfigError || error instanceof FolderInUse;
  const help = helpFor[codeOf(error) ?? ''];
  if (known) console.error(error.message);
  else if (help) console.error(help);
  else console.error(error);
  process.exit(1);
}

try {
  const server = await startServer(await createContext(readConfig()));
  const stop = () => {
    server.stop().then(() => process.exit(0), giveUp);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  giveUp(error);
}
