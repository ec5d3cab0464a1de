import { newPasswordSchema } from '@luma-leasing/types/member';
import { APIError } from 'better-auth/api';
import { eq } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asAuth } from '../../../db/scope.ts';
import { users, verifications } from '../../../db/tables/accounts.ts';
import { AppError } from '../../../lib/errors.ts';

/** Whose password a link sets: their address. @throws AppError LINK_EXPIRED */
export async function ownerOfLink(ctx: Context, token: string): Promise<string> {
  const { internalAdapter } = await ctx.auth.$context;
  const found = await internalAdapter.findVerificationValue(`reset-password:${token}`);
  const [user] =
    found && found.expiresAt > new Date()
      ? await asAuth(ctx.db, (tx) => tx.select().from(users).where(eq(users.id, found.value)))
      : [];
  if (!user) throw overdue();
  return user.email;
}

/**
 * Gives the account of the link this password. Its sessions end, and so do the other links to it.
 * @returns the account's address.
 * @throws AppError LINK_EXPIRED, INVALID_REQUEST
 */
export async function resetPassword(ctx: Context, token: string, password: string) {
  const email = await ownerOfLink(ctx, token);
  const { data: newPassword, error } = newPasswordSchema.safeParse(password);
  if (error) throw new AppError('INVALID_REQUEST', error.issues[0]!.message);
  try {
    await ctx.auth.api.resetPassword({ body: { newPassword, token } });
  } catch (failure) {
    if (!(failure instanceof APIError) || failure.statusCode !== 400) throw failure;
    // Somebody was quicker.
    throw overdue();
  }
  await asAuth(ctx.db, async (tx) => {
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email));
    if (user) await tx.delete(verifications).where(eq(verifications.value, user.id));
  });
  return email;
}

const overdue = () =>
  new AppError(
    'LINK_EXPIRED',
    'This link has been used, or is older than a day. Ask whoever sent it for a new one.',
  );
