import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import { createClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { strikesRequest } from './faults/fault.ts';
import { createFaultBook } from './faults/fault-book.ts';
import { createCourier } from './pushes/courier.ts';
import { createQuota } from './quota/quota.ts';
import { createRequestLog } from './request-log.ts';
import { openStore } from './state/store.ts';
import type { World } from './world.ts';

export interface SandboxOptions {
  /** 0: any free port. */
  port?: number;
  /** Absent: the state is in memory. */
  dataDir?: string | undefined;
  /** Start of the sandbox's clock; a test may pass its own clock. */
  now?: () => number;
}

export interface Sandbox {
  url: string;
  clock: Clock;
  /** Closes every connection, and writes the state. */
  stop(): Promise<void>;
}

/** Starts the sandbox on the loopback addresses. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const base = options.now ?? Date.now;
  const store = await openStore(options.dataDir, base);
  const clock = createClock(() => store.state, base);
  const pushes = createCourier(clock, () => store.state.channels);
  // A waiting push may be due, because the clock may have changed.
  store.subscribe(pushes.wake);
  const world: World = {
    clock,
    store,
    pushes,
    quota: createQuota(clock.now),
    faults: createFaultBook('fault', strikesRequest),
    requests: createRequestLog(),
    origin: '',
  };
  const app = createApp(world);
  const servers = await listenOnLoopback(
    getRequestListener((request, env) => app.fetch(request, env)),
    options.port ?? 0,
  );
  const { port } = servers[0].address() as AddressInfo;
  world.origin = `http://localhost:${port}`;
  return {
    url: world.origin,
    clock: world.clock,
    async stop() {
      await Promise.all([pushes.stop(), ...servers.map(close)]);
      await store.flush();
    },
  };
}

const MAX_TRIES = 5;

type Listener = ReturnType<typeof getRequestListener>;

/** `localhost` is 127.0.0.1 for some clients and ::1 for others, so the sandbox listens on both. */
async function listenOnLoopback(listener: Listener, port: number): Promise<[Server, ...Server[]]> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await listenOnBoth(listener, port);
    } catch (error) {
      // The port is free at 127.0.0.1 but not at ::1: try another.
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isTaken || port !== 0 || tries === MAX_TRIES) throw error;
    }
  }
}

async function listenOnBoth(listener: Listener, port: number): Promise<[Server, ...Server[]]> {
  const first = await listen(listener, port, '127.0.0.1');
  const taken = (first.address() as AddressInfo).port;
  const second = await listen(listener, taken, '::1').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') return undefined;
    first.close();
    throw error;
  });
  return second === undefined ? [first] : [first, second];
}

function listen(listener: Listener, port: number, host: string): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    void listener(incoming, outgoing);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
    server.closeAllConnections();
  });
}
