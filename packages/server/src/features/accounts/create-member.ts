import type { Role } from '@luma-leasing/types/member';
import { hashPassword } from 'better-auth/crypto';
import type { Context } from '../../context.ts';
import { asAuth, becomeSystem } from '../../db/scope.ts';
import { accounts, members, users } from '../../db/tables/accounts.ts';
import { AppError } from '../../lib/errors.ts';
import { newId, newPassword } from '../../lib/ids.ts';
import { agentByEmail } from './find-agent.ts';
import { operatorAt } from './unit-of-operator.ts';

export interface MemberInput {
  /** The property's slug. */
  property: string;
  /** Normal. */
  email: string;
  role: Role;
  /** Absent: the agent's of the same address, else the address. */
  name?: string;
  /** Absent: made up. */
  password?: string;
}

/**
 * An account for somebody of a property's organisation: an owner acts on all its properties, a manager on
 * this one, an agent for themselves.
 * @returns the password to sign in with.
 * @throws AppError NOT_FOUND (property, or agent of this address), MEMBER_EXISTS
 */
export async function createMember(ctx: Context, input: MemberInput): Promise<string> {
  const { email } = input;
  const unit = await operatorAt(ctx, input.property);
  const { organizationId, propertyId } = unit.scope;
  const profile = await agentByEmail(unit, email);
  if (input.role === 'agent' && !profile)
    throw new AppError('NOT_FOUND', `“${input.property}” has no agent with the address ${email}.`);
  const secret = input.password ?? newPassword();
  const password = await hashPassword(secret);
  const userId = newId();
  await asAuth(ctx.db, async (tx) => {
    const name = input.name ?? profile?.name ?? email;
    const created = await tx
      .insert(users)
      // The operator vouches for the address.
      .values({ id: userId, name, email, emailVerified: true })
      .onConflictDoNothing({ target: users.email })
      .returning({ id: users.id });
    if (created.length === 0)
      throw new AppError('MEMBER_EXISTS', `There is an account for ${email} already.`);
    await tx
      .insert(accounts)
      .values({ userId, providerId: 'credential', accountId: userId, password });
    await becomeSystem(tx);
    await tx.insert(members).values({
      organizationId,
      userId,
      role: input.role,
      profileId: profile?.profileId ?? null,
      propertyIds: input.role === 'manager' ? [propertyId] : null,
    });
  });
  return secret;
}
