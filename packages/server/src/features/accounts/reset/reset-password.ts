import { newPasswordSchema } from '@luma-leasing/types/member';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/client.ts';
import { asAuth } from '../../../db/scope.ts';
import { accounts, sessions, users, verifications } from '../../../db/tables/accounts.ts';
import { AppError } from '../../../lib/errors.ts';
import { linkIdentifier } from './create-reset-link.ts';

/** The account whose password a link sets. @throws AppError LINK_EXPIRED */
export const ownerOfLink = (ctx: Context, token: string) =>
  asAuth(ctx.db, (tx) => requireOwner(ctx, tx, token));

/**
 * Sets the password of the link's account. All its sessions and all its links end: if two links are used at once, only
 * one works.
 * @returns the account's address.
 * @throws AppError LINK_EXPIRED, INVALID_REQUEST
 */
export async function resetPassword(ctx: Context, token: string, password: string) {
  const { id: userId, email } = await ownerOfLink(ctx, token);
  const { data: newPassword, error } = newPasswordSchema.safeParse(password);
  if (error) throw new AppError('INVALID_REQUEST', error.issues[0]!.message);
  // The hash that better-auth compares with. It is slow, so it is made before anything is locked.
  const hash = await (await ctx.auth.$context).password.hash(newPassword);
  return asAuth(ctx.db, async (tx) => {
    await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
    // A request that waited for the lock finds the link deleted.
    await requireOwner(ctx, tx, token);
    await tx.delete(verifications).where(eq(verifications.value, userId));
    await tx
      .insert(accounts)
      .values({ userId, accountId: userId, providerId: 'credential', password: hash })
      .onConflictDoUpdate({
        target: [accounts.providerId, accounts.accountId],
        set: { password: hash, updatedAt: sql`now()` },
      });
    await tx.delete(sessions).where(eq(sessions.userId, userId));
    return email;
  });
}

async function requireOwner({ clock }: Context, tx: Tx, token: string) {
  const [user] = await tx
    .select({ id: users.id, email: users.email })
    .from(verifications)
    .innerJoin(users, eq(users.id, sql`${verifications.value}::uuid`))
    .where(
      and(
        eq(verifications.identifier, linkIdentifier(token)),
        gt(verifications.expiresAt, new Date(clock.now())),
      ),
    );
  if (!user) throw overdue();
  return user;
}

const overdue = () =>
  new AppError(
    'LINK_EXPIRED',
    'This link has been used, or is older than a day. Ask whoever sent it for a new one.',
  );
