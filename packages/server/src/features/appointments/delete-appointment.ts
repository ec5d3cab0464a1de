import type { UnitOfWork } from '../../unit-of-work.ts';
import { editRow } from './edit-row.ts';

/**
 * Deletes anything that stands in an agent's calendar [S10]. Its row stays, unseen, until the calendar has followed.
 * @throws AppError NOT_FOUND, CALENDAR_NOT_CONNECTED, CALENDAR_NOT_WRITABLE
 */
export async function deleteAppointment(unit: UnitOfWork, id: string): Promise<void> {
  await editRow(unit, id, () => ({ deletedAt: unit.ctx.clock.now() }));
}
