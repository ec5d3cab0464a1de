import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Config } from '../config.ts';

export interface Mail {
  /** Our own id, so that a mail that is sent twice can be recognised. */
  id: string;
  to: string;
  subject: string;
  text: string;
}

/** The address accepts no mail, now or later. After any other error the mail may be tried again. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** The mail server answered, but accepts nothing now, or nothing from us: its operator, or ours, can change that. */
export class ServerRefused extends Error {
  override readonly name = 'ServerRefused';
}

export interface Mailer {
  /** @throws AddressRefused: give up. ServerRefused, and any other Error: try again. */
  send(mail: Mail): Promise<void>;
}

/**
 * Sends over SMTP. Without `SMTP_URL` it writes `.eml` files into `DATA_DIR/outbox`, which any mail program opens.
 */
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
    // Only connecting has a limit of its own: an answer may take as long as SMTP allows.
    const transport = createTransport({ url: config.SMTP_URL, connectionTimeout: 30_000 });
    return {
      send: async (mail) => {
        try {
          await transport.sendMail(envelope(mail));
        } catch (error) {
          throw refusalIn(error as SmtpError);
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

/** An error of nodemailer. */
export interface SmtpError extends Error {
  command?: string;
  responseCode?: number;
  response?: string;
}

/** RFC 3463: the mailbox or domain does not exist, or accepts no mail. */
const ofTheAddress = ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1'];
/** Answers without such a code are judged by their words. These words mean that we are refused, not the address. */
const aboutUs = /relay|sender|helo|ehlo|auth|block|spam|polic|denied/i;

/** The meaning of the server's answer. Unless it is clear that the address is at fault, the mail is tried again. */
export function refusalIn(error: SmtpError): Error {
  const { command, message, responseCode: code, response = '' } = error;
  if (code === undefined) return error;
  const detail = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  const isForGood = detail
    ? code >= 500 && ofTheAddress.includes(detail)
    : [550, 551, 553].includes(code) && !aboutUs.test(response);
  const Refusal = command === 'RCPT TO' && isForGood ? AddressRefused : ServerRefused;
  return new Refusal(message, { cause: error });
}
