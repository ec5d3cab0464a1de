import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { messages } from '../../db/tables/messages.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { type LoadedTour, loadTour } from '../tours/load-tour.ts';
import { manageUrl } from '../accounts/manage-link.ts';
import { postalAddress, spokenTime } from '../tours/wording.ts';
import { sendOnce } from './send-once.ts';

type Message = typeof messages.$inferSelect;

/** Mails a prospect what the leasing team did to their tour. */
export async function mailTourMessage(
  unit: UnitOfWork,
  { tourId, messageId }: { tourId: string; messageId: string },
): Promise<void> {
  const { ctx } = unit;
  const thisOne = eq(messages.id, messageId);
  const { message, loaded } = await transact(unit, async ({ tx }) => ({
    message: (await tx.select().from(messages).where(thisOne))[0],
    loaded: await loadTour(tx, tourId),
  }));
  if (message && loaded) await sendOnce(unit, thisOne, wording(ctx, message, loaded));
}

function wording(ctx: Context, { kind, details }: Message, { tour, property, agent }: LoadedTour) {
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
  const words: Partial<Record<Message['kind'], string>> = {
    tour_restored: `Your tour of ${property.name} takes place after all:`,
    tour_reassigned: `${agent.name} will give you your tour of ${property.name}; the time stays:`,
    tour_in_conflict: `Your tour of ${property.name} stands, though the leasing team has something else around that time:`,
  };
  const news = words[kind] ?? `The leasing team has moved your tour of ${property.name}:`;
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
