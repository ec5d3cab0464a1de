import { and, desc, eq, gt, isNull, notLike, or } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintScope } from '../../db/mint-scope.ts';
import { asSystem } from '../../db/scope.ts';
import { apiKeys, properties } from '../../db/tables/properties.ts';
import type { Caller } from '../../http/router.ts';
import { AppError } from '../../lib/errors.ts';
import type { Via } from '@luma-leasing/types/tour';
import { isAllowedOrigin } from './allowed-origin.ts';

interface KnownKey {
  caller: Caller;
  allowedOrigins: string[];
  /** The position in the change feed that this process had reached when the key was read. */
  position: number;
  /** Epoch ms. */
  readUntil: number;
}

/** How long a key is kept in memory. A change of the key is usually heard at once; if not, it counts after this time. */
const cacheMs = 10_000;
const caches = new WeakMap<Context, Map<string, KnownKey>>();

/**
 * The caller of a publishable key. A request without Origin is allowed, since it comes from no page; our own pages are
 * always allowed.
 * @throws AppError MISSING_API_KEY, INVALID_API_KEY, ORIGIN_NOT_ALLOWED
 */
export async function resolveKey(
  ctx: Context,
  key: string | undefined,
  origin: string | undefined,
): Promise<Caller> {
  if (!key)
    throw new AppError('MISSING_API_KEY', 'Send the property’s publishable key as X-API-Key.');
  const known = (await lookUp(ctx, key)) ?? unknownKey();
  const isOurs = () => origin === new URL(ctx.config.APP_URL).origin;
  if (origin && !isAllowedOrigin(origin, known.allowedOrigins) && !isOurs())
    throw new AppError(
      'ORIGIN_NOT_ALLOWED',
      `This key may not be used from ${origin.slice(0, 200)}. Add the origin to the key’s list.`,
    );
  return known.caller;
}

function unknownKey(): never {
  throw new AppError(
    'INVALID_API_KEY',
    'This publishable key is unknown or was revoked. Ask whoever runs this server for the current one.',
  );
}

async function lookUp(ctx: Context, key: string): Promise<KnownKey | undefined> {
  if (!/^pk_[\w-]{1,64}$/.test(key)) return undefined;
  const now = ctx.clock.now();
  const cache = caches.get(ctx) ?? new Map<string, KnownKey>();
  caches.set(ctx, cache);
  const cached = cache.get(key);
  const isSame = cached && !ctx.changes.hasChanged([cached.caller.keyId], cached.position);
  if (isSame && cached.readUntil > now) return cached;
  const position = ctx.changes.position();
  const [row] = await asSystem(ctx.db, (tx) =>
    tx
      .select({ key: apiKeys, address: properties.address })
      .from(apiKeys)
      .innerJoin(properties, eq(properties.id, apiKeys.propertyId))
      .where(and(eq(apiKeys.key, key), isWorkingKey(now))),
  );
  if (!row) {
    cache.delete(key);
    return undefined;
  }
  const known = {
    caller: callerOf(ctx, row, 'widget'),
    allowedOrigins: row.key.allowedOrigins,
    position,
    readUntil: Math.min(now + cacheMs, row.key.expiresAt ?? Infinity),
  };
  cache.set(key, known);
  return known;
}

/** SQL: the key is not revoked. */
export const isWorkingKey = (now: number) =>
  or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now));

interface KeyRow {
  key: typeof apiKeys.$inferSelect;
  address: (typeof properties.$inferSelect)['address'];
}

const callerOf = (ctx: Context, { key, address }: KeyRow, via: Via): Caller => ({
  keyId: key.id,
  country: address.country,
  unit: {
    ctx,
    scope: mintScope(key),
    actor: { role: 'prospect', userId: null, profileId: null, via },
    test: key.key.startsWith('pk_test_'),
  },
});

/**
 * The caller of a property's hosted page, with the property's newest working key.
 * @returns also the key, for the widget on the page.
 * @throws AppError NOT_FOUND
 */
export async function callerOfHostedPage(
  ctx: Context,
  slug: string,
): Promise<{ caller: Caller; key: string }> {
  const [row] = await asSystem(ctx.db, (tx) =>
    tx
      .select({ key: apiKeys, address: properties.address })
      .from(apiKeys)
      .innerJoin(properties, eq(properties.id, apiKeys.propertyId))
      .where(
        and(
          eq(properties.slug, slug),
          notLike(apiKeys.key, 'pk\\_test\\_%'),
          isWorkingKey(ctx.clock.now()),
        ),
      )
      .orderBy(desc(apiKeys.createdAt))
      .limit(1),
  );
  if (!row) throw new AppError('NOT_FOUND', 'There is no booking page at this address.');
  return { caller: callerOf(ctx, row, 'hosted_page'), key: row.key.key };
}
