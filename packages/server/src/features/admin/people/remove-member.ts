import type { Change } from '@luma-leasing/types/admin';
import { eq } from 'drizzle-orm';
import { asAuth } from '../../../db/scope.ts';
import { users } from '../../../db/tables/accounts.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';

/** Deletes the account of this address and its sessions at once. What its owner did stays in the histories. */
export async function removeMember({ ctx }: UnitOfWork, email: string): Promise<Change> {
  const gone = await asAuth(ctx.db, (tx) =>
    tx.delete(users).where(eq(users.email, email)).returning({ id: users.id }),
  );
  return gone.length > 0 ? 'changed' : 'unchanged';
}
