import { readConfig } from '../src/config.ts';
import { createContext } from '../src/context.ts';
import { OperatorError } from '../src/lib/operator-error.ts';
import { startServer } from '../src/server.ts';
import { testSettings } from './world.ts';

/**
 * The sentence with which a server refuses to start with these settings. Rejects if it starts, or fails without
 * such a sentence.
 */
export async function refusalOf(settings: Record<string, string>): Promise<string> {
  const config = readConfig({ ...testSettings, PORT: '0', HOST: '127.0.0.1', ...settings });
  const ctx = await createContext(config);
  try {
    const server = await startServer(ctx);
    await server.stop();
    return 'it started';
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return error.message;
  } finally {
    await ctx.queue.boss.stop({ graceful: false, close: true });
    await ctx.database.close();
  }
}
