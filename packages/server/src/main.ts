import { ConfigError, readConfig } from './config.ts';
import { createContext } from './context.ts';
import { FolderInUse } from './db/lock.ts';
import { startServer } from './server.ts';

// Only what the operator can mend is said without a stack.
function giveUp(error: unknown): never {
  const known = error instanceof ConfigError || error instanceof FolderInUse;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (known) console.error(error.message);
  else if (code === 'EADDRINUSE')
    console.error('The port is in use. Stop the other program, or set PORT to a free one.');
  else if (code === 'ECONNREFUSED' || code === 'CONNECT_TIMEOUT')
    console.error('The database of DATABASE_URL cannot be reached. Is it running?');
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
