import { expect } from 'vitest';
import { claimMs } from '../src/features/notifications/attempt-message.ts';
import { eventually } from './eventually.ts';
import type { Smtp } from './smtp.ts';
import { contact } from './usual-property.ts';

/** A server that can be killed, and started again on the same database. */
export interface Server {
  /** Leaves a question, so that the team gets a mail. */
  ask(message: string): Promise<void>;
  start(): Promise<void>;
  kill(): Promise<unknown>;
  /** Changes the database as the superuser, while no server runs. */
  execute(statement: string): Promise<unknown>;
}

/**
 * Kills the server at a point of its dialogue with the mail server, and starts the next one as if its claim had
 * ended.
 * @returns all mails that the mail server accepted.
 */
export async function killAmidMail(smtp: Smtp, server: Server, at: 'recipient' | 'mail') {
  smtp.mails.splice(0);
  const killed = Promise.withResolvers<void>();
  smtp.before(at, async () => {
    await server.kill();
    killed.resolve();
  });
  await server.ask(`Killed before the ${at} was answered`);
  await killed.promise;
  // After this long the claim of the killed sender has ended.
  await server.execute(`update messages
    set sent_at = sent_at - ${claimMs / 1000 + 1} * interval '1s' where status = 'queued'`);
  const taken = smtp.mails.length;
  await server.start();
  await eventually(() => expect(smtp.mails.length).toBeGreaterThan(taken));
  expect(smtp.mails.map(({ to }) => to)).toEqual(smtp.mails.map(() => contact.email));
  return smtp.mails;
}
