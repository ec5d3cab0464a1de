import { ConfigError, readConfig } from './config.ts';
import { startSandbox } from './start.ts';
import { StateFileError } from './state/state-file.ts';

try {
  const config = readConfig();
  const sandbox = await startSandbox(config);
  console.log(`sandbox ${sandbox.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void sandbox.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

function explain(error: unknown): unknown {
  if (error instanceof ConfigError || error instanceof StateFileError) return error.message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken. Stop what listens there, or set SANDBOX_PORT to another.`;
  }
  return error;
}
