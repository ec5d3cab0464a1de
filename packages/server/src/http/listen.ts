import { serve, type ServerType } from '@hono/node-server';

export interface Listening {
  url: string;
  /** Takes no new requests and waits for those under way. */
  close(): Promise<void>;
}

/** @throws the system's error (`EADDRINUSE`, …) when it cannot. */
export function listen(
  app: { fetch: Parameters<typeof serve>[0]['fetch'] },
  { PORT: port, HOST: hostname }: { PORT: number; HOST: string },
): Promise<Listening> {
  const { promise, resolve, reject } = Promise.withResolvers<Listening>();
  const server = serve({ fetch: app.fetch, port, hostname }, () =>
    resolve({ url: addressOf(server, hostname), close: () => close(server) }),
  );
  server.once('error', reject);
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
