import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import { asOrganization, asSystem } from '../../db/scope.ts';
import { propertyAgents } from '../../db/tables/profiles.ts';
import { properties } from '../../db/tables/properties.ts';
import type { Member } from '../../http/member.ts';
import { maySeeProperty } from './may.ts';
import { instantText } from '../../lib/iso.ts';

const columns = {
  id: properties.id,
  organizationId: properties.organizationId,
  slug: properties.slug,
  name: properties.name,
  timezone: properties.timezone,
};

/** The properties of a member's organization that they may see, ordered by name. */
export async function visibleProperties(ctx: Context, member: Member, which?: SQL) {
  const rows = await asOrganization(ctx.db, member.organizationId, (tx) =>
    tx
      .select({ ...columns, shown: shownBy(tx, member, ctx.clock.now()) })
      .from(properties)
      .where(which)
      .orderBy(asc(properties.name)),
  );
  return rows.filter((property) => maySeeProperty(member, property));
}

/** One property that a member may see; undefined if there is none. Operators see those of every organization. */
export async function visibleProperty(ctx: Context, member: Member, which: SQL) {
  if (!member.operator) return (await visibleProperties(ctx, member, which))[0];
  const [property] = await asSystem(ctx.db, (tx) =>
    tx.select(columns).from(properties).where(which),
  );
  return property;
}

/** A tour may last until this time after its start: no tour takes longer. */
const dayMs = 24 * 3_600_000;

/** SQL: the member shows the property, or showed it and still has tours to give there. */
const shownBy = (tx: Tx, { profileId }: Member, now: number) => {
  const shows = tx
    .select({ one: sql`1` })
    .from(propertyAgents)
    .where(
      and(
        eq(propertyAgents.propertyId, properties.id),
        // A member without a profile shows none: nothing equals null.
        sql`${propertyAgents.profileId} = ${profileId}::uuid`,
        sql`(${propertyAgents.active} or exists (select 1 from agent_blocks b
          where b.profile_id = ${profileId}::uuid and b.property_id = ${properties.id}
            and b.starts_at > ${instantText(now - dayMs)}::timestamptz))`,
      ),
    );
  return sql<boolean>`exists ${shows}`;
};
