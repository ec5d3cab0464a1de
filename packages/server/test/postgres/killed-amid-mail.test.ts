import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killAmidMail, type Server } from '../killed-amid-mail.ts';
import { startServerProcess, type ServerProcess } from '../processes.ts';
import { startSmtp, type Smtp } from '../smtp.ts';
import { visitor } from '../visitor.ts';
import { createWorld, testSettings, type World } from '../world.ts';

let smtp: Smtp;
let world: World;
let running: ServerProcess;
let url: string;
beforeAll(async () => {
  smtp = await startSmtp();
  world = await createWorld({ jobs: false, startsAt: Date.now() });
  await server.start();
});
afterAll(async () => {
  await server.kill();
  await world.stop();
  await smtp.down();
});

const server: Server = {
  ask: async (message) => {
    const { post } = visitor((path, init) => fetch(url + path, init));
    const question = { kind: 'question', message, email: 'ana@example.org' };
    expect((await post('/api/lumaleasing/leads', question)).status).toBe(201);
  },
  start: async () => {
    running = startServerProcess({
      ...testSettings,
      ...world.sandbox.settings,
      LOG_LEVEL: 'info',
      DATABASE_URL: world.database.url!,
      SMTP_URL: smtp.url,
    });
    url = await running.url;
  },
  kill: () => running.kill('SIGKILL'),
  execute: (statement) => world.database.asSuperuser(statement),
};

describe('a server that is killed while it sends a mail [N5]', () => {
  it('leaves it to the next server, which sends it once', async () => {
    const mails = await killAmidMail(smtp, server, 'recipient');
    expect(mails).toHaveLength(1);
  });

  it('causes a second mail only if it died before it heard that the first was accepted', async () => {
    const [first, second, ...others] = await killAmidMail(smtp, server, 'mail');
    expect(second?.messageId).toBe(first?.messageId);
    expect(others).toEqual([]);
  });
});
