import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { messages } from '../../db/tables/messages.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { type LoadedTour, loadTour } from '../tours/load-tour.ts';
import { manageUrl } from '../accounts/manage-link.ts';
import { postalAddress, spokenTime } from '../tours/wording.ts';
import { sendOnce } from './send-once.ts';

const hour = 3_600_000;

/** Mails a prospect the link to the tour they have; asked again within the hour, it is not sent again. */
export async function mailManageLink(unit: UnitOfWork, tourId: string): Promise<void> {
  const { ctx, scope } = unit;
  const now = ctx.clock.now();
  const { propertyId } = scope;
  const dedupeKey = `manage_link:${tourId}:${Math.floor(now / hour)}`;
  const loaded = await transact(unit, ({ tx }) => loadTour(tx, tourId));
  if (!loaded || loaded.tour.status !== 'confirmed' || loaded.tour.test) return;
  const recipient = loaded.tour.email;
  const thisOne = and(eq(messages.propertyId, propertyId), eq(messages.dedupeKey, dedupeKey));
  await transact(unit, ({ tx }) =>
    tx
      .insert(messages)
      .values({ propertyId, tourId, kind: 'manage_link', dedupeKey, recipient })
      .onConflictDoNothing(),
  );
  await sendOnce(unit, thisOne, wording(ctx, loaded));
}

function wording(ctx: Context, { tour, property }: LoadedTour) {
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
