import type { Change, PutAgent } from '@luma-leasing/types/admin';
import { and, eq } from 'drizzle-orm';
import { becomeAuth, becomeSystem, becomeTenant } from '../../../db/scope.ts';
import { members, users } from '../../../db/tables/accounts.ts';
import { profiles, propertyAgents } from '../../../db/tables/profiles.ts';
import { AppError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { noteChange, transact, type OpenUnit, type UnitOfWork } from '../../../unit-of-work.ts';
import { agentOfOrganization } from '../../accounts/find-agent.ts';
import { changedFields, combineChanges, isEmpty } from '../changed-fields.ts';
import { accountLock } from './put-member.ts';

/**
 * Makes a person an agent of the unit's property: the organization's profile with this normalized address, or a new one.
 * @throws AppError INVALID_REQUEST (a new person needs a name)
 */
export function putAgent(outer: UnitOfWork, email: string, input: PutAgent): Promise<Change> {
  const { organizationId, propertyId } = outer.scope;
  const { name, ...shows } = input;
  // No constraint makes agents' addresses unique, only this lock.
  const locks = [`agents of ${organizationId}`, accountLock(email)];
  return transact(
    outer,
    async (unit) => {
      const person = await putPerson(unit, email, name);
      const { profileId } = person;
      const isThis = and(
        eq(propertyAgents.propertyId, propertyId),
        eq(propertyAgents.profileId, profileId),
      );
      const [before] = await unit.tx.select().from(propertyAgents).where(isThis);
      const patch = changedFields(before ?? {}, { ...shows, active: true });
      if (!before)
        await unit.tx
          .insert(propertyAgents)
          .values({ propertyId, profileId, organizationId, ...patch });
      else if (!isEmpty(patch)) await unit.tx.update(propertyAgents).set(patch).where(isThis);
      if (person.change === 'created') await tieAccount(unit, email, profileId);
      const change = !before ? 'created' : isEmpty(patch) ? 'unchanged' : 'changed';
      // A new name alone changes no kept answer.
      if (change !== 'unchanged') noteChange(unit, profileId);
      return combineChanges(change, person.change);
    },
    { locks },
  );
}

async function putPerson(unit: OpenUnit, email: string, name: string | undefined) {
  const known = await agentOfOrganization(unit, email);
  if (known) {
    const { profileId } = known;
    const isRenamed = name !== undefined && name !== known.name;
    if (isRenamed) await unit.tx.update(profiles).set({ name }).where(eq(profiles.id, profileId));
    return { profileId, change: isRenamed ? ('changed' as const) : ('unchanged' as const) };
  }
  if (name === undefined)
    throw new AppError('INVALID_REQUEST', `${email} is new here, and needs a name.`, {
      issues: [{ path: 'name', message: 'Required for a new agent' }],
    });
  const profileId = newId();
  const { organizationId } = unit.scope;
  await unit.tx.insert(profiles).values({ id: profileId, organizationId, name, email });
  return { profileId, change: 'created' as const };
}

/** Ties the agent to an account of the same address that was made earlier. */
async function tieAccount({ tx, scope }: OpenUnit, email: string, profileId: string) {
  await becomeAuth(tx);
  const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email));
  await becomeSystem(tx);
  if (user)
    await tx
      .update(members)
      .set({ profileId })
      .where(and(eq(members.userId, user.id), eq(members.organizationId, scope.organizationId)));
  await becomeTenant(tx, scope);
}
