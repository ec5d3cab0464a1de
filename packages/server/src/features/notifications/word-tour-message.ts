import { and, eq, gt, inArray, isNull, ne } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import { messages, type DropReason } from '../../db/tables/messages.ts';
import { DAY_MS, parseInstant } from '../../lib/iso.ts';
import { manageUrl } from '../accounts/manage-link.ts';
import { loadTour, type LoadedTour } from '../tours/load-tour.ts';
import type { ProspectNews } from '../tours/notify-prospect.ts';
import { postalAddress, spokenTime } from '../tours/tour-text.ts';

export type MessageRow = typeof messages.$inferSelect;

/**
 * The text of a message when it is sent, or the reason why it is not sent. `recipient`: set if the row's may be
 * outdated.
 */
export type MailText = { subject: string; text: string; recipient?: string } | { drop: DropReason };

/** The mail to a prospect about their tour, as the tour is when the mail is sent. */
export async function wordTourMessage(
  ctx: Context,
  tx: Tx,
  message: MessageRow,
): Promise<MailText> {
  const loaded = message.tourId === null ? undefined : await loadTour(tx, message.tourId);
  if (!loaded) return { drop: 'erased' };
  const drop =
    isPointless(message, loaded, ctx.clock.now()) ??
    ((await isSuperseded(tx, message)) ? 'told_by_a_later_one' : undefined);
  if (drop) return { drop };
  return message.kind === 'manage_link' ? wordLink(ctx, loaded) : wordNews(ctx, message, loaded);
}

function isPointless(
  { kind, details }: MessageRow,
  { tour }: LoadedTour,
  now: number,
): DropReason | undefined {
  if (kind === 'tour_cancelled') {
    if (tour.status !== 'cancelled') return 'tour_stands';
    // A prospect who came in vain learns why, until a day after the tour.
    return tour.endsAt + DAY_MS <= now ? 'tour_over' : undefined;
  }
  if (tour.status === 'cancelled') return 'tour_cancelled';
  if (tour.status !== 'confirmed' || tour.endsAt <= now) return 'tour_over';
  // The tour has been moved again since, so this time is wrong.
  const movedTo = kind === 'tour_moved' ? details['startsAt'] : undefined;
  return typeof movedTo === 'string' && parseInstant(movedTo) !== tour.startsAt
    ? 'changed_since'
    : undefined;
}

/**
 * Whether a later message of the same kind will tell, or has told, the same: each describes the state when it is
 * sent.
 */
export async function isSuperseded(
  tx: Tx,
  { id, tourId, kind, createdAt }: MessageRow,
): Promise<boolean> {
  const [later] = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        tourId === null ? isNull(messages.tourId) : eq(messages.tourId, tourId),
        eq(messages.kind, kind),
        gt(messages.createdAt, createdAt),
        ne(messages.id, id),
        inArray(messages.status, ['queued', 'sent']),
      ),
    )
    .limit(1);
  return later !== undefined;
}

function wordLink(ctx: Context, { tour, property }: LoadedTour): MailText {
  return {
    subject: `Your tour of ${property.name}`,
    text: [
      `Hello ${tour.firstName},`,
      `You already have a tour of ${property.name}:`,
      `${spokenTime(property.timezone, tour.startsAt)}\n${postalAddress(property.address)}`,
      `Change or cancel it here:\n${manageUrl(ctx.config, tour.id)}`,
      'If you did not try to book a tour just now, you need not do anything.',
    ].join('\n\n'),
  };
}

function wordNews(
  ctx: Context,
  { kind, details }: MessageRow,
  { tour, property, agent }: LoadedTour,
): MailText {
  const link = manageUrl(ctx.config, tour.id);
  const at = spokenTime(property.timezone, tour.startsAt);
  const hello = `Hello ${tour.firstName},`;
  if (kind === 'tour_cancelled')
    return {
      subject: `Your tour of ${property.name} was cancelled`,
      text: [
        hello,
        `The leasing team had to cancel your tour of ${property.name} on ${at}. We are sorry.`,
        `Choose another time here:\n${ctx.config.APP_URL}/book/${property.slug}`,
      ].join('\n\n'),
    };
  const words: Record<Exclude<ProspectNews['kind'], 'tour_cancelled'>, string> = {
    tour_moved: `The leasing team has moved your tour of ${property.name}:`,
    tour_restored: `Your tour of ${property.name} takes place after all:`,
    tour_reassigned: `${agent.name} will give you your tour of ${property.name}; the time stays:`,
    tour_in_conflict: `Your tour of ${property.name} stands, though the leasing team has something else around that time:`,
  };
  const news: string | undefined = words[kind as keyof typeof words];
  // A later version that runs beside this one has made the message, and will send it.
  if (!news) throw new Error(`no words for a message of the kind ${kind}`);
  const others = details['offerOthers']
    ? 'Should this time not suit you, the link shows others that are free.'
    : undefined;
  return {
    subject: `Your tour of ${property.name}: ${at}`,
    text: [
      hello,
      news,
      `${at}\n${postalAddress(property.address)}`,
      others,
      `Change or cancel it here:\n${link}`,
    ]
      .filter(Boolean)
      .join('\n\n'),
  };
}
