import type { Me } from '@luma-leasing/types/member';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asOrganization } from '../../db/scope.ts';
import { organizations } from '../../db/tables/organizations.ts';
import { profiles } from '../../db/tables/profiles.ts';
import type { Member } from '../../http/member.ts';
import { visibleProperties } from './visible-properties.ts';

/** The signed-in member, with the properties that they see. */
export async function getMe(ctx: Context, member: Member): Promise<Me> {
  const { userId, email, name, organizationId, role, operator, profileId } = member;
  const properties = await visibleProperties(ctx, member);
  const { organization, profile } = await asOrganization(ctx.db, organizationId, async (tx) => {
    const [organization] = await tx
      .select({ id: organizations.id, name: organizations.name })
      .from(organizations)
      .where(eq(organizations.id, organizationId));
    const { id, name, email } = profiles;
    const [profile] = profileId
      ? await tx.select({ id, name, email }).from(profiles).where(eq(id, profileId))
      : [];
    return { organization, profile };
  });
  if (!organization) throw new Error('the organization of a member is gone');
  return {
    success: true,
    user: { id: userId, email, name },
    organization,
    role,
    operator,
    properties: properties.map(({ id, slug, name, timezone }) => ({ id, slug, name, timezone })),
    profile: profile ?? null,
  };
}
