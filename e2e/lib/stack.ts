import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { walkConsent } from '../../scripts/demo-connect.ts';
import { Api } from './api.ts';
import { Sandbox } from './sandbox.ts';
import { Server } from './server.ts';
import { startSite, type Site } from './site.ts';

/** Everything as in production, but on loopback: three origins. */
export interface Stack {
  /** The providers. */
  sandbox: Sandbox;
  server: Server;
  /** A property's website. */
  site: Site;
  /** The server's API, for requests of other visitors. */
  api: Api;
  /** The agent connects their calendar, perhaps again. */
  connect: () => Promise<void>;
}

/** Starts everything with the demo agent's calendar connected, and stops it after the tests. */
export async function withStack(
  dataRoot: string,
  use: (stack: Stack) => Promise<void>,
): Promise<void> {
  const dataDir = await mkdtemp(join(dataRoot, 'luma-e2e-'));
  const [sandbox, site] = await Promise.all([Sandbox.start(), startSite()]);
  try {
    const server = await Server.seeded(dataDir, sandbox.settings);
    try {
      const connect = () => walkConsent({ server: server.url, adminSecret: server.adminSecret });
      await connect();
      await use({ sandbox, server, site, api: new Api(server.url), connect });
    } finally {
      await server.stop();
    }
  } finally {
    await Promise.all([sandbox.stop(), site.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  }
}
