import type { TeamTour, TourPage } from '@luma-leasing/types/dashboard';
import { eq } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import { messages } from '../../../db/tables/messages.ts';
import { tourBookings, tourHistory } from '../../../db/tables/tours.ts';
import type { Member } from '../../../http/member.ts';
import { AppError } from '../../../lib/errors.ts';
import { isId } from '../../../lib/ids.ts';
import { instantText } from '../../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { mayActFor } from '../../accounts/may.ts';
import { loadAccountNames } from '../../accounts/account-names.ts';
import { actorOf, unitAtProperty } from '../../accounts/unit-of-member.ts';
import { teamTours } from './team-tours.ts';

/** The unit in which a member may act on a tour. @throws AppError NOT_FOUND, also if it is not theirs to see. */
export async function unitOfTour(ctx: Context, member: Member, id: string): Promise<UnitOfWork> {
  const { propertyId, profileId, test } = tourBookings;
  const [tour] = isId(id)
    ? await asSystem(ctx.db, (tx) =>
        tx
          .select({ propertyId, profileId, test })
          .from(tourBookings)
          .where(eq(tourBookings.id, id)),
      )
    : [];
  if (!tour || tour.test || !mayActFor(actorOf(member), tour.profileId)) throw notFound();
  return unitAtProperty(ctx, member, tour.propertyId).catch((error: unknown) => {
    throw error instanceof AppError ? notFound() : error;
  });
}

/** @throws AppError NOT_FOUND */
export async function teamTour(unit: UnitOfWork, id: string): Promise<TeamTour> {
  const [tour] = await transact(unit, ({ tx }) => teamTours(tx, eq(tourBookings.id, id)));
  if (!tour) throw notFound();
  return tour;
}

/** A tour with its history, by whom each entry was made, and the messages about it. @throws AppError NOT_FOUND */
export async function getTourPage(unit: UnitOfWork, id: string): Promise<TourPage> {
  const { tour, history, messageRows } = await transact(unit, async (unit) => {
    const { at, action, actor, actorUserId, via, details } = tourHistory;
    return {
      tour: await teamTour(unit, id),
      history: await unit.tx
        .select({ at, action, actor, actorUserId, via, details })
        .from(tourHistory)
        .where(eq(tourHistory.tourId, id))
        .orderBy(tourHistory.at),
      messageRows: await unit.tx
        .select()
        .from(messages)
        .where(eq(messages.tourId, id))
        .orderBy(messages.createdAt),
    };
  });
  const names = await loadAccountNames(
    unit.ctx,
    history.map(({ actorUserId }) => actorUserId),
  );
  return {
    success: true,
    tour,
    history: history.map(({ actorUserId, ...entry }) => ({
      ...entry,
      at: instantText(entry.at),
      actorName: names.get(actorUserId ?? '') ?? null,
    })),
    messages: messageRows.map(presentMessage),
  };
}

const textOrNull = (ms: number | null) => (ms === null ? null : instantText(ms));

const presentMessage = (row: typeof messages.$inferSelect): TourPage['messages'][number] => ({
  kind: row.kind,
  recipient: row.recipient,
  status: row.status,
  createdAt: instantText(row.createdAt),
  // Rows of earlier versions have only `sentAt`.
  endedAt: textOrNull(row.status === 'sent' ? row.sentAt : row.endedAt),
  attempts: row.attempts,
  nextTryAt: row.status === 'queued' ? instantText(row.nextTryAt) : null,
  error: row.lastFailure,
  dropReason: row.dropReason,
});

const notFound = () => new AppError('NOT_FOUND', 'There is no such tour.');
