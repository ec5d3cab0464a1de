import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKillable, type Killable } from '../killable.ts';
import { killAmidMail, type Server } from '../killed-amid-mail.ts';
import { startSmtp, type Smtp } from '../smtp.ts';

let smtp: Smtp;
let killable: Killable;
let server: Server;
beforeAll(async () => {
  smtp = await startSmtp();
  killable = await createKillable({ SMTP_URL: smtp.url });
  server = {
    ask: async (message) => {
      const question = { kind: 'question', message, email: 'ana@example.org' };
      const asked = await killable.post('/api/lumaleasing/leads', question);
      expect(asked.status).toBe(201);
    },
    start: () => killable.start(),
    kill: () => killable.kill(),
    execute: (statement) => killable.inside((ctx) => ctx.db.execute(statement)),
  };
  await server.start();
});
afterAll(async () => {
  await killable.stop();
  await smtp.down();
});

describe('a server on the embedded database that is killed while it sends a mail [N5]', () => {
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
