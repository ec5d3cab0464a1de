import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A proxy between a server and its database, with which the database can be made unreachable. */
export interface Proxy {
  /** The address of the same database through the proxy. */
  url: string;
  /** Breaks all connections, and refuses new ones. */
  away(): Promise<void>;
  back(): Promise<void>;
}

/** @param altered changes the bytes of the database for the server: latin1, same length. */
export async function proxyTo(
  url: string,
  altered: (sent: string) => string = (sent) => sent,
): Promise<Proxy> {
  const target = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((from) => {
    const to = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    from.pipe(to);
    to.on('data', (sent) => from.write(altered(sent.toString('latin1')), 'latin1'));
    to.on('end', () => from.end());
  });
  const listen = (port: number) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(port, '127.0.0.1', resolve);
    return promise;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const through = new URL(url);
  through.host = `127.0.0.1:${port}`;
  return {
    url: through.href,
    away: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
      return promise;
    },
    back: () => listen(port),
  };
}
