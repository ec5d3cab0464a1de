import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { run } from '../../scripts/process.ts';
import { Child } from './child.ts';

/** A real server with a folder of its own. It can be killed, and started again with the same folder. */
export class Server {
  readonly url: string;
  readonly adminSecret: string;
  /** The output of all its runs. */
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
      // All bookings of the tests come from one address.
      INVITATIONS_PER_VISITOR: '1000',
      INVITATIONS_PER_PROPERTY: '1000',
      ENCRYPTION_KEYS: `k1:${secret()}`,
      SESSION_SECRET: secret(),
      ADMIN_SECRET: this.adminSecret,
    };
  }

  /** Starts the server with the demo property in its database. */
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

  /** A new link with which a member chooses a password. */
  async resetLink(email: string): Promise<string> {
    const answer = await fetch(`${this.url}/api/admin/members/${email}/reset-link`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.adminSecret}` },
    });
    if (!answer.ok) throw new Error(`reset link: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { url: string }).url;
  }

  /** Ends the server without warning, like a power cut. */
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
