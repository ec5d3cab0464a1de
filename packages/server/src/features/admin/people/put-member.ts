import type { Change, PutMember } from '@luma-leasing/types/admin';
import type { Role } from '@luma-leasing/types/member';
import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { becomeAuth, becomeSystem } from '../../../db/scope.ts';
import { accounts, members, users } from '../../../db/tables/accounts.ts';
import { properties } from '../../../db/tables/properties.ts';
import { AppError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { transact, type OpenUnit, type UnitOfWork } from '../../../unit-of-work.ts';
import { agentOfOrganization } from '../../accounts/find-agent.ts';
import { changedFields, combineChanges, isEmpty } from '../changed-fields.ts';

/** The lock for tying an account to an agent: both are found by their address. */
export const accountLock = (email: string) => `account of ${email}`;

/**
 * Creates or changes an account of the unit's organization. Owners act on all its properties, managers on the named
 * ones, agents for themselves. A new account has no password yet: see `createResetLink`.
 * @param email a normalized address.
 * @throws AppError NOT_FOUND (property, or agent of this address), MEMBER_EXISTS (in another organization),
 *   INVALID_REQUEST (a new account needs a role, a manager needs properties)
 */
export const putMember = (
  outer: UnitOfWork,
  email: string,
  input: Omit<PutMember, 'organization'>,
): Promise<{ change: Change; hasPassword: boolean }> =>
  transact(
    outer,
    async (unit) => {
      const { tx, scope } = unit;
      const agent = await agentOfOrganization(unit, email);
      const named = input.properties && (await idsOf(unit, input.properties));
      // Each table needs its own role: `luma_tenant` reads agents and properties, `luma_auth` accounts, `luma_system`
      // members.
      await becomeAuth(tx);
      const name = input.name ?? agent?.name ?? email;
      const user = await putUser(tx, email, name);
      const isRenamed = input.name !== undefined && input.name !== user.name;
      if (isRenamed) await tx.update(users).set({ name }).where(eq(users.id, user.id));
      const hasPassword = await hasPasswordOf(tx, user.id);
      await becomeSystem(tx);
      const [before] = await tx.select().from(members).where(eq(members.userId, user.id));
      if (before && before.organizationId !== scope.organizationId)
        throw new AppError('MEMBER_EXISTS', `${email} has an account in another organization.`);
      const role = input.role ?? before?.role ?? throwMissingField(email, 'role');
      if (role === 'agent' && !agent)
        throw new AppError(
          'NOT_FOUND',
          `Their organization has no agent with the address ${email}. Make the agent first.`,
        );
      const wanted = {
        role,
        profileId: agent?.profileId ?? null,
        propertyIds: managedBy(role, named, before?.propertyIds ?? null),
      };
      if (!before) {
        const { organizationId } = scope;
        await tx.insert(members).values({ organizationId, userId: user.id, ...wanted });
        return { change: 'created', hasPassword };
      }
      const patch = changedFields(before, wanted);
      if (!isEmpty(patch)) await tx.update(members).set(patch).where(eq(members.id, before.id));
      const change = isEmpty(patch) ? 'unchanged' : 'changed';
      return { change: combineChanges(change, isRenamed ? 'changed' : 'unchanged'), hasPassword };
    },
    { locks: [accountLock(email)] },
  );

/** @throws AppError INVALID_REQUEST: the account is new and needs this field. */
export function throwMissingField(email: string, path: 'organization' | 'role'): never {
  throw new AppError('INVALID_REQUEST', `${email} is new here, and needs more.`, {
    issues: [{ path, message: 'Required for a new member' }],
  });
}

/** The account of this address, created if needed, and locked: nobody can delete it before the transaction ends. */
async function putUser(tx: Tx, email: string, name: string) {
  const [user] = await tx
    .insert(users)
    // The operator vouches for the address.
    .values({ id: newId(), name, email, emailVerified: true })
    // This update changes nothing: it locks and returns an account that exists.
    .onConflictDoUpdate({ target: users.email, set: { email } })
    .returning({ id: users.id, name: users.name });
  return user!;
}

async function hasPasswordOf(tx: Tx, userId: string): Promise<boolean> {
  const [found] = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.userId, userId), isNotNull(accounts.password)));
  return found !== undefined;
}

/** The properties of a manager: the named ones, else those of before. Other roles have no list. */
function managedBy(role: Role, named: string[] | undefined, before: string[] | null) {
  const managed = role === 'manager' ? (named ?? before ?? []) : null;
  if (managed?.length === 0 || (!managed && named && named.length > 0)) {
    const message =
      'A manager has properties; an owner has all, and an agent those that they show.';
    throw new AppError('INVALID_REQUEST', message, { issues: [{ path: 'properties', message }] });
  }
  return managed;
}

async function idsOf({ tx }: OpenUnit, slugs: string[]): Promise<string[]> {
  const found = await tx
    .select({ id: properties.id, slug: properties.slug })
    .from(properties)
    .where(inArray(properties.slug, slugs))
    .orderBy(properties.slug);
  const missing = slugs.filter((slug) => !found.some((one) => one.slug === slug));
  if (missing.length > 0)
    throw new AppError(
      'NOT_FOUND',
      `Their organization has no property “${missing.join('”, “')}”.`,
    );
  return found.map(({ id }) => id);
}
