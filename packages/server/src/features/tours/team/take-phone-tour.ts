import type { PhoneTour } from '@luma-leasing/types/dashboard';
import type { Booked } from '@luma-leasing/types/tour';
import { AppError } from '../../../lib/errors.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';
import { requireAgent } from '../../accounts/find-agent.ts';
import { mayActFor, mayManage } from '../../accounts/may.ts';
import { bookTour } from '../booking/book-tour.ts';
import { bookForTeam } from '../booking/book-for-team.ts';

/**
 * Books a tour for somebody who called: by the rules of any booking or, if a manager forces it, at any time.
 * @throws AppError NOT_FOUND (agent), FORBIDDEN, SLOT_NOT_OFFERED, SLOT_TAKEN, TOUR_EXISTS, …
 */
export async function takePhoneTour(
  unit: UnitOfWork,
  { property: _its, force, ...input }: PhoneTour,
): Promise<Booked> {
  const { actor } = unit;
  const agentId = input.agentId ?? (mayManage(actor) ? undefined : (actor.profileId ?? ''));
  if (agentId !== undefined && !mayActFor(actor, agentId))
    throw new AppError('FORBIDDEN', 'You may take tours for yourself only.');
  if (force && !mayManage(actor))
    throw new AppError('FORBIDDEN', 'Only a manager may book what is not offered.');
  if (agentId !== undefined) await requireAgent(unit, agentId);
  const wanted = { ...input, ...(agentId === undefined ? {} : { agentId }) };
  return force ? bookForTeam(unit, wanted) : (await bookTour(unit, wanted)).answer;
}
