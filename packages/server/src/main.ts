import { readConfig } from './config.ts';
import { createContext } from './context.ts';
import { exitWithError } from './lib/operator-error.ts';
import { startServer } from './server.ts';

try {
  const server = await startServer(await createContext(readConfig()));
  const stop = () => {
    server.stop().then(() => process.exit(0), exitWithError);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  exitWithError(error);
}
