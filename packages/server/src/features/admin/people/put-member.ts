import type { Change, PutMember } from '@luma-leasing/types/admin';
import { eq, inArray } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asAuth, becomeSystem } from '../../../db/scope.ts';
import { members, users } from '../../../db/tables/accounts.ts';
import { properties } from '../../../db/tables/properties.ts';
import { AppError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { agentOfOrganization } from '../../accounts/find-agent.ts';
import { operatorIn } from '../../accounts/unit-of-operator.ts';
import { differing, isEmpty, together } from '../differing.ts';

/**
 * An account for somebody of an organisation: an owner acts on all its properties, a manager on those named, an agent for
 * themselves. A new one has no password yet: see `createResetLink`.
 * @param email normal.
 * @throws AppError NOT_FOUND (organisation, property, or agent of this address), MEMBER_EXISTS (elsewhere)
 */
export async function putMember(ctx: Context, email: string, input: PutMember): Promise<Change> {
  const { organization, role } = input;
  const unit = await operatorIn(ctx, organization);
  const { organizationId } = unit.scope;
  const agent = await agentOfOrganization(unit, email);
  if (role === 'agent' && !agent)
    throw new AppError('NOT_FOUND', `“${organization}” has no agent with the address ${email}.`);
  const wanted = {
    role,
    profileId: agent?.profileId ?? null,
    propertyIds: role === 'manager' ? await idsOf(unit, organization, input.properties!) : null,
  };
  return asAuth(ctx.db, async (tx) => {
    const isThey = eq(users.email, email);
    const account = {
      id: newId(),
      name: input.name ?? agent?.name ?? email,
      email,
      // The operator vouches for the address.
      emailVerified: true,
    };
    await tx.insert(users).values(account).onConflictDoNothing({ target: users.email });
    const [user] = await tx.select().from(users).where(isThey).for('update');
    const isRenamed = input.name !== undefined && input.name !== user!.name;
    if (isRenamed) await tx.update(users).set({ name: input.name }).where(isThey);
    await becomeSystem(tx);
    const userId = user!.id;
    const [before] = await tx.select().from(members).where(eq(members.userId, userId));
    if (before && before.organizationId !== organizationId)
      throw new AppError('MEMBER_EXISTS', `${email} has an account in another organisation.`);
    if (!before) {
      await tx.insert(members).values({ organizationId, userId, ...wanted });
      return 'created';
    }
    const patch = differing(before, wanted);
    if (!isEmpty(patch)) await tx.update(members).set(patch).where(eq(members.id, before.id));
    return together(isEmpty(patch) ? 'unchanged' : 'changed', isRenamed ? 'changed' : 'unchanged');
  });
}

async function idsOf(unit: UnitOfWork, organization: string, slugs: string[]): Promise<string[]> {
  const found = await transact(unit, ({ tx }) =>
    tx
      .select({ id: properties.id, slug: properties.slug })
      .from(properties)
      .where(inArray(properties.slug, slugs))
      .orderBy(properties.slug),
  );
  const missing = slugs.filter((slug) => !found.some((one) => one.slug === slug));
  if (missing.length > 0)
    throw new AppError('NOT_FOUND', `“${organization}” has no property “${missing.join('”, “')}”.`);
  return found.map(({ id }) => id);
}
