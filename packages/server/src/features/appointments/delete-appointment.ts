import type { UnitOfWork } from '../../unit-of-work.ts';
import { updateMirrorRow } from './update-mirror-row.ts';

/**
 * Deletes any event in an agent's calendar [S10]. Its row stays, hidden, until the event is deleted in the
 * calendar.
 * @throws AppError NOT_FOUND, CALENDAR_NOT_CONNECTED, CALENDAR_NOT_WRITABLE
 */
export async function deleteAppointment(unit: UnitOfWork, id: string): Promise<void> {
  await updateMirrorRow(unit, id, () => ({ deletedAt: unit.ctx.clock.now() }));
}
