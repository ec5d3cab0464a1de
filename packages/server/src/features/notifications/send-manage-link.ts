import { and, eq, isNull, lt, or, type SQL } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { messages } from '../../db/tables/messages.ts';
import { loadTour, type LoadedTour } from '../tours/load-tour.ts';
import { manageUrl } from '../tours/manage-link.ts';
import { postalAddress, spokenTime } from '../tours/wording.ts';

const hour = 3_600_000;
const claimMs = 2 * 60_000;

/** Mails a prospect the link to the tour they have; asked again within the hour, it is not sent again. */
export async function mailManageLink(
  ctx: Context,
  scope: TenantScope,
  tourId: string,
): Promise<void> {
  const now = ctx.clock.now();
  const { propertyId } = scope;
  const dedupeKey = `manage_link:${tourId}:${Math.floor(now / hour)}`;
  const loaded = await asTenant(ctx.db, scope, (tx) => loadTour(tx, tourId));
  if (!loaded || loaded.tour.status !== 'confirmed' || loaded.tour.test) return;
  const recipient = loaded.tour.email;
  const thisOne = and(eq(messages.propertyId, propertyId), eq(messages.dedupeKey, dedupeKey));
  const message = await asTenant(ctx.db, scope, async (tx) => {
    await tx
      .insert(messages)
      .values({ propertyId, tourId, kind: 'manage_link', dedupeKey, recipient })
      .onConflictDoNothing();
    return claim(tx, thisOne, now);
  });
  if (!message) return;
  const set = (state: { status: 'queued' | 'sent'; sentAt: number | null }) =>
    asTenant(ctx.db, scope, (tx) => tx.update(messages).set(state).where(thisOne));
  try {
    await ctx.mailer.send({ id: message.id, to: recipient, ...wording(ctx, loaded) });
  } catch (error) {
    await set({ status: 'queued', sentAt: null });
    throw error;
  }
  await set({ status: 'sent', sentAt: ctx.clock.now() });
}

/** Of several jobs for one message, one sends it; should that one die, another may after a while. */
async function claim(tx: Tx, thisOne: SQL | undefined, now: number) {
  const isFree = or(isNull(messages.sentAt), lt(messages.sentAt, now - claimMs));
  const [claimed] = await tx
    .update(messages)
    .set({ sentAt: now })
    .where(and(thisOne, eq(messages.status, 'queued'), isFree))
    .returning({ id: messages.id });
  return claimed;
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
