import type { ToursPage, ToursQuery } from '@luma-leasing/types/dashboard';
import { and, asc, desc, eq, gte, lt, sql } from 'drizzle-orm';
import { tourBookings } from '../../../db/tables/tours.ts';
import { AppError } from '../../../lib/errors.ts';
import { isId } from '../../../lib/ids.ts';
import { instantText, parseInstant } from '../../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { mayManage } from '../../accounts/may.ts';
import { clampToReach } from '../tour-change.ts';
import { teamTours } from './team-tours.ts';

/**
 * One page of a property's tours, ordered by start; agents see their own.
 * @throws AppError INVALID_REQUEST (`after` is not a `next` of ours)
 */
export async function listTours(unit: UnitOfWork, query: ToursQuery): Promise<ToursPage> {
  const { actor } = unit;
  const { status, from, to, agentId, limit = 50, order = 'asc' } = query;
  const { startsAt, id, profileId } = tourBookings;
  const [by, past] = order === 'asc' ? [asc, sql`>`] : [desc, sql`<`];
  const after = query.after === undefined ? undefined : readMark(query.after);
  const which = and(
    status && eq(tourBookings.status, status),
    from === undefined ? undefined : gte(startsAt, clampToReach(parseInstant(from))),
    to === undefined ? undefined : lt(startsAt, clampToReach(parseInstant(to))),
    agentId === undefined ? undefined : eq(profileId, agentId),
    // An agent without a profile sees none: nothing equals null.
    mayManage(actor) ? undefined : sql`${profileId} = ${actor.profileId}::uuid`,
    after &&
      sql`(${startsAt}, ${id}) ${past} (${instantText(after.startsAt)}::timestamptz, ${after.id}::uuid)`,
  );
  const found = await transact(unit, ({ tx }) =>
    teamTours(tx, which, { orderBy: [by(startsAt), by(id)], limit: limit + 1 }),
  );
  const tours = found.slice(0, limit);
  const last = tours.at(-1);
  return { success: true, tours, next: found.length > limit && last ? markOf(last) : null };
}

const markOf = (tour: { startsAt: string; id: string }): string =>
  Buffer.from(`${tour.startsAt} ${tour.id}`).toString('base64url');

function readMark(mark: string): { startsAt: number; id: string } {
  const [at = '', id = ''] = Buffer.from(mark, 'base64url').toString().split(' ');
  try {
    if (isId(id)) return { startsAt: clampToReach(parseInstant(at)), id };
  } catch {
    // Refused below.
  }
  throw new AppError('INVALID_REQUEST', 'There is no such page.', {
    issues: [{ path: 'after', message: 'Not a `next` of ours' }],
  });
}
