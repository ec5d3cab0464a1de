import type { Role } from '@luma-leasing/types/member';
import { hashPassword } from 'better-auth/crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintScope } from '../../db/mint-scope.ts';
import { asAuth, asSystem, asTenant, becomeSystem } from '../../db/scope.ts';
import { accounts, members, users } from '../../db/tables/accounts.ts';
import { profiles, propertyAgents } from '../../db/tables/profiles.ts';
import { properties } from '../../db/tables/properties.ts';
import { AppError } from '../../lib/errors.ts';
import { newId, newPassword } from '../../lib/ids.ts';

export interface MemberInput {
  /** The property's slug. */
  property: string;
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
  const email = input.email.toLowerCase();
  const { organizationId, propertyId } = await requireProperty(ctx, input.property);
  const profile = await agentOf(ctx, { organizationId, propertyId }, email);
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
      profileId: profile?.id ?? null,
      propertyIds: input.role === 'manager' ? [propertyId] : null,
    });
  });
  return secret;
}

async function requireProperty(ctx: Context, slug: string) {
  const { id: propertyId, organizationId } = properties;
  const [property] = await asSystem(ctx.db, (tx) =>
    tx.select({ propertyId, organizationId }).from(properties).where(eq(properties.slug, slug)),
  );
  if (!property) throw new AppError('NOT_FOUND', `There is no property “${slug}”.`);
  return property;
}

async function agentOf(
  ctx: Context,
  ids: { organizationId: string; propertyId: string },
  email: string,
) {
  const [agent] = await asTenant(ctx.db, mintScope(ids), (tx) =>
    tx
      .select({ id: profiles.id, name: profiles.name })
      .from(profiles)
      .innerJoin(propertyAgents, eq(propertyAgents.profileId, profiles.id))
      .where(
        and(
          eq(propertyAgents.propertyId, ids.propertyId),
          eq(sql`lower(${profiles.email})`, email),
        ),
      ),
  );
  return agent;
}
