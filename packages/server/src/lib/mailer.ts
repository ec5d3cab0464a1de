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
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** The mail server answered, but takes nothing now, or nothing from us: its operator, or ours, can mend that. */
export class ServerRefused extends Error {
  override readonly name = 'ServerRefused';
}

export interface Mailer {
  /** @throws AddressRefused; ServerRefused and any other Error: it may be tried again. */
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

/** As nodemailer throws it. */
export interface SmtpError extends Error {
  command?: string;
  responseCode?: number;
  response?: string;
}

/** RFC 3463: there is no such mailbox or domain, or nobody may write to it. */
const ofTheAddress = ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1'];
/** Without such a code, the words tell: these are about us. */
const aboutUs = /relay|sender|helo|ehlo|auth|block|spam|polic|denied/i;

/** What the server's answer means. Where it is not clear that the address is at fault, the mail is tried again. */
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
