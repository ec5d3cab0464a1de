import type { Context } from '../../context.ts';
import type { Member } from '../../http/member.ts';
import { editRow } from './edit-row.ts';

/**
 * Deletes anything that stands in an agent's calendar [S10]. Its row stays, unseen, until the calendar has followed.
 * @throws AppError NOT_FOUND, CALENDAR_NOT_CONNECTED, CALENDAR_NOT_WRITABLE
 */
export async function deleteAppointment(ctx: Context, member: Member, id: string): Promise<void> {
  await editRow(ctx, member, id, () => ({ deletedAt: ctx.clock.now() }));
}
