import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { run } from '../../scripts/process.ts';
import { Child } from './child.ts';

/** The real server on a folder of its own; it can be killed and started again in the same place. */
export class Server {
  readonly url: string;
  readonly adminSecret: string;
  /** What every run of it said. */
  readonly log: string[][] = [];
  readonly #env: Record<string, string>;
  #child: Child | undefined;

  private constructor(port: number, dataDir: string, google: Record<string, string>) {
    const secret = () => randomBytes(32).toString('base64');
    this.url = `http://localhost:${port}`;
    this.adminSecret = secret();
    this.#env = {
      ...google,
      DEMO: 'true',
      PORT: String(port),
      HOST: 'localhost',
      APP_URL: this.url,
      DATABASE_URL: '',
      SMTP_URL: '',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
      CALENDAR_POLL_SECONDS: '2',
      // All who book come from this machine.
      INVITATIONS_PER_VISITOR: '1000',
      INVITATIONS_PER_PROPERTY: '1000',
      ENCRYPTION_KEYS: `k1:${secret()}`,
      SESSION_SECRET: secret(),
      ADMIN_SECRET: this.adminSecret,
    };
  }

  /** With the demo property in its database, and running. */
  static async seeded(dataDir: string, google: Record<string, string>): Promise<Server> {
    const server = new Server(await freePort(), dataDir, google);
    await run(process.execPath, ['packages/server/src/seed-demo.ts'], {
      env: { ...process.env, ...server.#env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    this.#child = new Child('packages/server/src/main.ts', this.#env);
    this.log.push(this.#child.said);
    await this.#child.line(/"msg":"started"/);
  }

  /** As a power cut would end it. */
  async kill(): Promise<void> {
    await this.#child?.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#child?.end();
  }
}

export async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer();
  probe.once('error', reject);
  probe.listen(0, 'localhost', () => {
    const { port } = probe.address() as AddressInfo;
    probe.close(() => resolve(port));
  });
  return promise;
}
