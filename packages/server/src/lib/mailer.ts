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

/** The address takes no mail, now or later. Any other error may pass. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}

export interface Mailer {
  /** @throws MailRefused; any other Error: it may be tried again. */
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
    // Its answers are waited for as long as SMTP has them take; to connect is another matter.
    const transport = createTransport({ url: config.SMTP_URL, connectionTimeout: 30_000 });
    return {
      send: async (mail) => {
        try {
          await transport.sendMail(envelope(mail));
        } catch (error) {
          throw isRefusal(error) ? new MailRefused(error.message, { cause: error }) : error;
        }
      },
    };
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

interface SmtpError extends Error {
  command?: string;
  responseCode?: number;
  response?: string;
}

/**
 * The server will never take mail for this recipient. Not so where it refuses us: without a login, say, or by a policy
 * (an enhanced code 5.7), which an operator can mend.
 */
function isRefusal(error: unknown): error is SmtpError {
  if (!(error instanceof Error)) return false;
  const { command, responseCode = 0, response = '' } = error as SmtpError;
  const isPermanent = responseCode >= 500 && responseCode < 600 && responseCode !== 503;
  return command === 'RCPT TO' && isPermanent && !/^\d{3}[ -]5\.7\./.test(response);
}
