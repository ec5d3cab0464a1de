import { eq } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asAuth } from '../../../db/scope.ts';
import { users } from '../../../db/tables/accounts.ts';
import { AppError } from '../../../lib/errors.ts';

/** Takes somebody's account away, with its sessions: at once. What they did stays in the histories. @throws NOT_FOUND */
export async function removeMember(ctx: Context, email: string): Promise<void> {
  const gone = await asAuth(ctx.db, (tx) =>
    tx.delete(users).where(eq(users.email, email)).returning({ id: users.id }),
  );
  if (gone.length === 0) throw new AppError('NOT_FOUND', `Nobody has an account for ${email}.`);
}
