import { eq } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import type { DropReason } from '../../db/tables/messages.ts';
import { tourEvents } from '../../db/tables/tours.ts';
import { fullName, spokenPhone } from '../../lib/person.ts';
import { loadTour, type LoadedTour } from '../tours/load-tour.ts';
import { agentAddress } from '../tours/notify-agent.ts';
import { spokenTime } from '../tours/tour-text.ts';
import { isSuperseded, type MailText, type MessageRow } from './word-tour-message.ts';

/**
 * The mail to an agent whose prospect has declined the calendar's invitation: the tour stands, and what to do [N4].
 */
export async function wordGuestDeclined(
  tx: Tx,
  message: MessageRow,
  now: number,
): Promise<MailText> {
  const loaded = message.tourId === null ? undefined : await loadTour(tx, message.tourId);
  if (!loaded) return { drop: 'erased' };
  const drop =
    (await whyPointless(tx, loaded, now)) ??
    ((await isSuperseded(tx, message)) ? 'told_by_a_later_one' : undefined);
  // The current address is used, so that waiting messages go to a corrected one.
  return drop ? { drop } : { recipient: agentAddress(loaded) ?? message.recipient, ...say(loaded) };
}

async function whyPointless(
  tx: Tx,
  { tour }: LoadedTour,
  now: number,
): Promise<DropReason | undefined> {
  if (tour.status === 'cancelled') return 'tour_cancelled';
  if (tour.status !== 'confirmed' || tour.endsAt <= now) return 'tour_over';
  const [event] = await tx
    .select({ invite: tourEvents.invite })
    .from(tourEvents)
    .where(eq(tourEvents.tourId, tour.id));
  return event?.invite === 'declined' ? undefined : 'changed_since';
}

function say({ tour, property, agent }: LoadedTour): { subject: string; text: string } {
  const name = fullName(tour);
  const at = spokenTime(property.timezone, tour.startsAt);
  return {
    subject: `${property.name}: ${name} has declined the invitation for ${at}`,
    text: [
      'Hello,',
      `${name} has declined the calendar’s invitation to the tour of ${property.name} with ${agent.name} on ${at}.`,
      'The tour still stands, and its time is still held: some people decline the calendar entry and come all the same. Please ask them:',
      [tour.phone && `Phone: ${spokenPhone(tour.phone)}`, `Email: ${tour.email}`]
        .filter(Boolean)
        .join('\n'),
      'If they are not coming, delete the tour’s event in your calendar. That cancels the tour, tells them so, and offers the time again.',
    ].join('\n\n'),
  };
}
