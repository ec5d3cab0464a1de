import { eq } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asAuth } from '../../../db/scope.ts';
import { users } from '../../../db/tables/accounts.ts';
import { AppError } from '../../../lib/errors.ts';
import { newSecret } from '../../../lib/ids.ts';

const lifetimeMs = 24 * 3_600_000;

/**
 * A link under which the owner of an account chooses its password, once, within a day.
 * @throws AppError NOT_FOUND
 */
export async function createResetLink(ctx: Context, email: string): Promise<string> {
  const [user] = await asAuth(ctx.db, (tx) =>
    tx.select({ id: users.id }).from(users).where(eq(users.email, email)),
  );
  if (!user) throw new AppError('NOT_FOUND', `Nobody has an account for ${email}.`);
  const token = newSecret();
  const { internalAdapter } = await ctx.auth.$context;
  await internalAdapter.createVerificationValue({
    identifier: `reset-password:${token}`,
    value: user.id,
    expiresAt: new Date(Date.now() + lifetimeMs),
  });
  return `${ctx.config.APP_URL}/reset-password/${token}`;
}
