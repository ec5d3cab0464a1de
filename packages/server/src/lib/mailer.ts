import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Config } from '../config.ts';

export interface Mail {
  /** Chosen by us, so that the same mail sent twice is recognisable. */
  id: string;
  to: string;
  subject: string;
  text: string;
}

export interface Mailer {
  send(mail: Mail): Promise<void>;
}

/** Over SMTP; without `SMTP_URL`, into `DATA_DIR/outbox` as `.eml` files that any mail program opens. */
export function createMailer(config: Config): Mailer {
  const domain = new URL(config.APP_URL).hostname;
  const envelope = (mail: Mail) => ({
    from: config.MAIL_FROM,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    messageId: `<${mail.id}@${domain}>`,
  });
  if (config.SMTP_URL) {
    const transport = createTransport(config.SMTP_URL);
    return { send: async (mail) => void (await transport.sendMail(envelope(mail))) };
  }
  const transport = createTransport({ streamTransport: true, buffer: true });
  const outbox = join(config.DATA_DIR, 'outbox');
  return {
    send: async (mail) => {
      const { message } = await transport.sendMail(envelope(mail));
      mkdirSync(outbox, { recursive: true });
      writeFileSync(join(outbox, `${mail.id}.eml`), message as Buffer);
    },
  };
}
