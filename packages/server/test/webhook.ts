import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { World } from './world.ts';

/** Receives the pushes of a sandbox, hands each to the server under test, and records it. */
export interface Webhook {
  url: string;
  heard: { headers: IncomingHttpHeaders; status: number }[];
  /** Sets the server under test. */
  serve(world: World): void;
  close(): Promise<void>;
}

export async function openWebhook(): Promise<Webhook> {
  const heard: Webhook['heard'] = [];
  let world: World | undefined;
  const server = createServer((request, response) => {
    const { headers } = request;
    request.resume();
    void Promise.resolve(
      world?.app.request('/api/lumaleasing/calendar/webhook', {
        method: 'POST',
        headers: Object.entries(headers).map(([name, value]): [string, string] => [
          name,
          String(value),
        ]),
      }),
    ).then((answer) => {
      const status = answer?.status ?? 503;
      heard.push({ headers, status });
      response.writeHead(status).end();
    });
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    heard,
    serve: (one) => (world = one),
    close: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}
