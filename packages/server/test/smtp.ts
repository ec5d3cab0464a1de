import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { readConfig } from '../src/config.ts';
import { createMailer } from '../src/lib/mailer.ts';
import { testSettings } from './world.ts';

export interface ReceivedMail {
  to: string;
  subject: string;
  messageId: string;
  text: string;
}

/** A mail server on this machine, which can be stopped, and can refuse recipients. */
export interface Smtp {
  url: string;
  /** The mails that it accepted, oldest first. */
  mails: ReceivedMail[];
  /** Sets the answer for a recipient, for example `550 5.1.1 no such user`. */
  refuse(address: string, answer: string): void;
  /** Runs work once while the sender waits: before a recipient is answered, or before the mail is accepted. */
  before(what: 'recipient' | 'mail', work: () => Promise<unknown>): void;
  /** Stops listening. */
  down(): Promise<void>;
  up(): Promise<void>;
}

export async function startSmtp(): Promise<Smtp> {
  const mails: ReceivedMail[] = [];
  const refusals = new Map<string, string>();
  const nothing = async (): Promise<unknown> => undefined;
  const hooks = { recipient: nothing, mail: nothing };
  const meanwhile = async (what: 'recipient' | 'mail') => {
    const work = hooks[what];
    hooks[what] = nothing;
    await work();
  };
  const create = () =>
    new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      authOptional: true,
      closeTimeout: 1,
      onRcptTo: ({ address }, _session, answer) => {
        const [, code, text] = /^(\d+) (.*)$/.exec(refusals.get(address) ?? '') ?? [];
        const refusal = Object.assign(new Error(text), { responseCode: Number(code) });
        void meanwhile('recipient').then(() => answer(code ? refusal : undefined));
      },
      onData: (stream, session, answer) => void take(stream, session).then(() => answer(), answer),
    });
  async function take(stream: SMTPServerDataStream, { envelope }: SMTPServerSession) {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const header = (name: string) =>
      new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'mi').exec(text)?.[1] ?? '';
    await meanwhile('mail');
    mails.push({
      to: envelope.rcptTo.map(({ address }) => address).join(),
      subject: header('Subject'),
      messageId: header('Message-ID'),
      text,
    });
  }
  let server = create();
  let port = 0;
  const up = async () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server = create();
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
    await promise;
    port = (server.server.address() as AddressInfo).port;
  };
  await up();
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (address, answer) => refusals.set(address, answer),
    before: (what, work) => {
      hooks[what] = work;
    },
    down: () => new Promise((resolve) => server.close(() => resolve())),
    up,
  };
}

/** A mailer that sends to it, made from settings as a server does. */
export const mailerTo = ({ url }: Pick<Smtp, 'url'>) =>
  createMailer(
    readConfig({ ...testSettings, SMTP_URL: url, MAIL_FROM: 'Maple <t@maple.example>' }),
  );
