import { and, desc, eq, gt, isNull, notLike, or } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintScope } from '../../db/mint-scope.ts';
import { asSystem } from '../../db/scope.ts';
import { apiKeys, lumaleasingConfig, properties } from '../../db/tables/properties.ts';
import { AppError } from '../../lib/errors.ts';
import type { KeyHolder } from '../accounts/resolve-key.ts';

export interface Hosted {
  caller: KeyHolder;
  /** The key that the widget on the page uses. */
  key: string;
  property: typeof properties.$inferSelect;
  config: typeof lumaleasingConfig.$inferSelect;
}

/** The property of a hosted page, with its newest working key. @throws AppError NOT_FOUND */
export async function findHosted(ctx: Context, slug: string): Promise<Hosted> {
  const now = ctx.clock.now();
  const [row] = await asSystem(ctx.db, (tx) =>
    tx
      .select({ property: properties, config: lumaleasingConfig, key: apiKeys })
      .from(properties)
      .innerJoin(lumaleasingConfig, eq(lumaleasingConfig.propertyId, properties.id))
      .innerJoin(apiKeys, eq(apiKeys.propertyId, properties.id))
      .where(
        and(
          eq(properties.slug, slug),
          notLike(apiKeys.key, 'pk\\_test\\_%'),
          or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
        ),
      )
      .orderBy(desc(apiKeys.createdAt))
      .limit(1),
  );
  if (!row) throw new AppError('NOT_FOUND', 'There is no booking page at this address.');
  const { property, config, key } = row;
  const scope = mintScope({ organizationId: property.organizationId, propertyId: property.id });
  const caller = { scope, keyId: key.id, test: false, source: 'hosted_page' as const };
  return { caller, key: key.key, property, config };
}
