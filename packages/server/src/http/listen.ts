import { serve, type ServerType } from '@hono/node-server';
import { OperatorError } from '../lib/operator-error.ts';

export interface ListeningServer {
  url: string;
  /** Accepts no new requests, and waits for the running ones. */
  close(): Promise<void>;
}

/** What the operator can do, by the system's error code. */
const words: Record<string, string> = {
  EADDRINUSE: 'The port is in use. Stop the other program, or set PORT to a free one.',
  EACCES: 'This user may not listen at the port. Set PORT to one above 1023.',
  EADDRNOTAVAIL:
    'HOST is no address of this machine. Set it to one, or to 0.0.0.0 for all of them.',
  ENOTFOUND:
    'HOST is not known. Set it to an address of this machine, or to 0.0.0.0 for all of them.',
};

/** Starts to listen. @throws OperatorError when the port cannot be used. */
export function listen(
  app: { fetch: Parameters<typeof serve>[0]['fetch'] },
  { PORT: port, HOST: hostname }: { PORT: number; HOST: string },
): Promise<ListeningServer> {
  const { promise, resolve, reject } = Promise.withResolvers<ListeningServer>();
  const server = serve({ fetch: app.fetch, port, hostname }, () =>
    resolve({ url: addressOf(server, hostname), close: () => close(server) }),
  );
  server.once('error', (error: NodeJS.ErrnoException) => {
    const explanation = words[error.code ?? ''];
    reject(explanation ? new OperatorError(explanation, { cause: error }) : error);
  });
  return promise;
}

function addressOf(server: ServerType, host: string): string {
  const address = server.address();
  return typeof address === 'object' && address
    ? `http://${host}:${address.port}`
    : `http://${host}`;
}

function close(server: ServerType): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  if ('closeIdleConnections' in server) server.closeIdleConnections();
  return promise;
}
