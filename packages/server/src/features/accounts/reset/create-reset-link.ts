import { eq, lte } from 'drizzle-orm';
import { asAuth } from '../../../db/scope.ts';
import { users, verifications } from '../../../db/tables/accounts.ts';
import { fingerprint } from '../../../lib/crypto.ts';
import { AppError } from '../../../lib/errors.ts';
import { newSecret } from '../../../lib/ids.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';

const lifetimeMs = 24 * 3_600_000;

/** The stored form of a link's token. A token works like a password for a day, so only its fingerprint is stored. */
export const linkIdentifier = (token: string): string => fingerprint(`reset-password:${token}`);

/**
 * Creates a link by which the owner of an account can choose a password, once, within a day.
 * @throws AppError NOT_FOUND
 */
export async function createResetLink({ ctx }: UnitOfWork, email: string): Promise<string> {
  const token = newSecret();
  const now = ctx.clock.now();
  await asAuth(ctx.db, async (tx) => {
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email));
    if (!user) throw new AppError('NOT_FOUND', `Nobody has an account for ${email}.`);
    // Delete links that have expired.
    await tx.delete(verifications).where(lte(verifications.expiresAt, new Date(now)));
    await tx.insert(verifications).values({
      identifier: linkIdentifier(token),
      value: user.id,
      expiresAt: new Date(now + lifetimeMs),
    });
  });
  return `${ctx.config.APP_URL}/reset-password/${token}`;
}
