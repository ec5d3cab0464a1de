import { appointmentHistory } from '../../db/tables/mirror.ts';
import { instantText } from '../../lib/iso.ts';
import type { OpenUnit } from '../../unit-of-work.ts';
import type { MirrorRow } from './present.ts';

const words = ['title', 'location', 'description', 'kind'] as const;

/**
 * Records what somebody did to an event from our side, and who it was [B6].
 * @param before absent: the event was made.
 */
export async function noteInAppointmentHistory(
  { ctx, tx, actor }: OpenUnit,
  before: MirrorRow | undefined,
  after: MirrorRow,
): Promise<void> {
  await tx.insert(appointmentHistory).values({
    organizationId: after.organizationId,
    appointmentId: after.id,
    profileId: after.profileId,
    at: ctx.clock.now(),
    action: before ? (after.deletedAt === null ? 'changed' : 'deleted') : 'created',
    actor: actor.role,
    actorUserId: actor.userId,
    via: actor.via,
    details: {
      ...(before ? { from: timeOf(before) } : {}),
      ...(after.deletedAt === null ? { to: timeOf(after) } : {}),
      ...(before ? { words: words.filter((word) => before[word] !== after[word]) } : {}),
    },
  });
}

const timeOf = ({ startsAt, endsAt, allDay }: MirrorRow) => ({
  startsAt: instantText(startsAt),
  endsAt: instantText(endsAt),
  allDay,
});
