import { and, eq, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { messages } from '../../db/tables/messages.ts';
import { decideRetry } from '../../jobs/decide-retry.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { startTimer } from '../../jobs/start-timer.ts';
import { AddressRefused, ServerRefused } from '../../lib/mailer.ts';
import { sleep } from '../../lib/waiting.ts';
import { storableError } from '../../lib/storable-error.ts';
import { transact, type OpenUnit, type UnitOfWork } from '../../unit-of-work.ts';
import { checkAlertsJob } from '../calendars/job-contracts.ts';
import { wordGuestDeclined } from './word-guest-declined.ts';
import { wordAlert, wordLeadMessage } from './word-team-message.ts';
import { wordTourMessage, type MessageRow, type MailText } from './word-tour-message.ts';

/** A worker that sends a message renews its claim this often. After two minutes without that, it counts as dead. */
const renewSeconds = 30;
export const claimMs = 2 * 60_000;
/** The clock of the server that queued the message may be this far ahead of ours. */
const clocksDifferMs = 5_000;
/** Tries to record a sent mail, one each second: longer than most databases are away. */
const noteTries = 600;
/** The delay of an alert, so that one alert tells of all messages given up together. */
const alertDelaySeconds = 300;

/**
 * Makes one attempt to send a due message, and writes the outcome into its row [N5]. Of simultaneous attempts, one
 * sends. A mail goes out twice, with one Message-ID, only if a process or a connection breaks before the mail
 * server's answer is recorded.
 */
export async function attemptMessage(unit: UnitOfWork, messageId: string): Promise<void> {
  const message = await claim(unit, messageId);
  if (!message) return;
  let recipient: string;
  try {
    const wording = await word(unit, message);
    if ('drop' in wording) {
      await end(unit, message, { status: 'dropped', dropReason: wording.drop });
      return;
    }
    recipient = wording.recipient ?? message.recipient;
    await send(unit, message, { ...wording, recipient });
  } catch (error) {
    await noteFailure(unit, message, error);
    return;
  }
  await noteSent(unit, message, recipient);
}

const isFree = (now: number) => or(isNull(messages.sentAt), lt(messages.sentAt, now - claimMs));

/** A condition: the message can be tried now. Its time has come, and nobody has claimed it. */
export const isDue = (now: number, earlyMs = 0) =>
  and(eq(messages.status, 'queued'), lte(messages.nextTryAt, now + earlyMs), isFree(now));

async function claim(unit: UnitOfWork, id: string): Promise<MessageRow | undefined> {
  const now = unit.ctx.clock.now();
  const [claimed] = await transact(unit, ({ tx }) =>
    tx
      .update(messages)
      .set({ sentAt: now, attempts: sql`${messages.attempts} + 1` })
      .where(and(eq(messages.id, id), isDue(now, clocksDifferMs)))
      .returning(),
  );
  return claimed;
}

const word = (outer: UnitOfWork, message: MessageRow): Promise<MailText> =>
  transact(outer, async ({ ctx, tx, scope }) => {
    if (message.kind === 'calendar_alert') return wordAlert(tx, scope, message, ctx.clock.now());
    if (message.kind === 'lead_message') return wordLeadMessage(tx, message);
    if (message.kind === 'guest_declined') return wordGuestDeclined(tx, message, ctx.clock.now());
    return wordTourMessage(ctx, tx, message);
  });

async function send(
  unit: UnitOfWork,
  message: MessageRow,
  { recipient, subject, text }: { recipient: string; subject: string; text: string },
): Promise<void> {
  const { ctx } = unit;
  const renew = () => whileOurs(unit, message, { sentAt: ctx.clock.now() });
  const renewing = startTimer(renewSeconds, renew, ctx.log);
  try {
    await ctx.mailer.send({ id: message.id, to: recipient, subject, text });
  } finally {
    await renewing.stop();
  }
}

// Records that the mail was sent, even if another worker has claimed it since: otherwise it would be sent again.
// While the database is away, this waits.
async function noteSent(
  unit: UnitOfWork,
  { id, kind }: MessageRow,
  recipient: string,
): Promise<void> {
  const { clock, log, metrics } = unit.ctx;
  const sentAt = clock.now();
  const sent = { status: 'sent', recipient, sentAt, endedAt: sentAt } as const;
  for (let triesLeft = noteTries; ; triesLeft--)
    try {
      await transact(unit, ({ tx }) =>
        tx
          .update(messages)
          .set({ ...sent, lastError: null, lastFailure: null, dropReason: null })
          .where(eq(messages.id, id)),
      );
      metrics.messages.inc({ kind, outcome: 'sent' });
      return;
    } catch (err) {
      if (triesLeft === 0) throw err;
      log.error({ err, messageId: id }, 'a mail is out, which cannot be noted yet');
      await sleep(1_000);
    }
}

async function noteFailure(outer: UnitOfWork, message: MessageRow, err: unknown): Promise<void> {
  const { ctx } = outer;
  const { id, kind, createdAt, attempts } = message;
  const now = ctx.clock.now();
  const refused = err instanceof AddressRefused;
  const nextTryAt = decideRetry({ createdAt, attempts, refused }, now, Math.random());
  const tried = { lastError: storableError(err), lastFailure: failureOf(err), sentAt: null };
  if (nextTryAt !== null) {
    if (!(await whileOurs(outer, message, { ...tried, nextTryAt }))) return;
    ctx.metrics.messages.inc({ kind, outcome: 'postponed' });
    ctx.log.warn({ err, messageId: id, kind, attempts }, 'a message could not be sent yet');
    return;
  }
  await transact(outer, async (unit) => {
    if (!(await end(unit, message, { ...tried, status: 'failed' }))) return;
    ctx.log.error({ err, messageId: id, kind, attempts }, 'a message was given up');
    await alert(unit, message);
  });
}

function failureOf(error: unknown): MessageRow['lastFailure'] {
  if (error instanceof AddressRefused) return 'address_refused';
  return error instanceof ServerRefused ? 'mail_server_refused' : 'unreachable';
}

// A failed alert does not cause another alert.
const alert = async (unit: OpenUnit, { kind }: MessageRow): Promise<void> => {
  if (kind !== 'calendar_alert')
    await enqueue(unit, checkAlertsJob, {}, { delaySeconds: alertDelaySeconds });
};

async function end(
  unit: UnitOfWork,
  message: MessageRow,
  outcome: Partial<MessageRow> & { status: 'failed' | 'dropped' },
): Promise<boolean> {
  const isOurs = await whileOurs(unit, message, { endedAt: unit.ctx.clock.now(), ...outcome });
  if (isOurs) unit.ctx.metrics.messages.inc({ kind: message.kind, outcome: outcome.status });
  return isOurs;
}

// Changes the message only if our claim is still valid. If another worker has claimed it, `attempts` has grown.
async function whileOurs(
  unit: UnitOfWork,
  { id, attempts }: MessageRow,
  change: Partial<MessageRow>,
): Promise<boolean> {
  const changed = await transact(unit, ({ tx }) =>
    tx
      .update(messages)
      .set(change)
      .where(
        and(eq(messages.id, id), eq(messages.status, 'queued'), eq(messages.attempts, attempts)),
      )
      .returning({ id: messages.id }),
  );
  return changed.length > 0;
}
