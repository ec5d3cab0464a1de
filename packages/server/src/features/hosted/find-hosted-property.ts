import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { lumaleasingConfig, properties } from '../../db/tables/properties.ts';
import type { Caller } from '../../http/router.ts';
import { transact } from '../../unit-of-work.ts';
import { AppError } from '../../lib/errors.ts';
import { callerOfHostedPage, resolveKey } from '../accounts/resolve-key.ts';

export interface HostedProperty {
  caller: Caller;
  /** The key that the widget on the page uses. */
  key: string;
  property: typeof properties.$inferSelect;
  config: typeof lumaleasingConfig.$inferSelect;
}

/** Finds the property of a hosted page. @throws AppError NOT_FOUND */
export async function findHostedProperty(ctx: Context, slug: string): Promise<HostedProperty> {
  const { caller, key } = await callerOfHostedPage(ctx, slug);
  const [row] = await transact(caller.unit, ({ tx }) =>
    tx
      .select({ property: properties, config: lumaleasingConfig })
      .from(properties)
      .innerJoin(lumaleasingConfig, eq(lumaleasingConfig.propertyId, properties.id))
      .where(eq(properties.slug, slug)),
  );
  if (!row) throw new Error('the property of a valid key is gone');
  return { caller, key, ...row };
}

/** The slug of a key's property. A practice key has no page: tours booked there are real. @throws AppError NOT_FOUND */
export async function slugOfKey(ctx: Context, key: string): Promise<string> {
  const { unit } = await resolveKey(ctx, key, undefined).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'INVALID_API_KEY' ? noPage() : error;
  });
  if (unit.test) throw noPage();
  const [row] = await transact(unit, ({ tx }) =>
    tx
      .select({ slug: properties.slug })
      .from(properties)
      .where(eq(properties.id, unit.scope.propertyId)),
  );
  if (!row) throw noPage();
  return row.slug;
}

const noPage = () => new AppError('NOT_FOUND', 'There is no booking page at this address.');
