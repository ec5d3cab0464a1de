import { and, eq, gt, isNull, or } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintScope } from '../../db/mint-scope.ts';
import { asSystem, type TenantScope } from '../../db/scope.ts';
import { apiKeys } from '../../db/tables/properties.ts';
import { AppError } from '../../lib/errors.ts';
import { isAllowedOrigin } from './origin.ts';

/** Whoever holds a publishable key of a property. */
export interface KeyHolder {
  scope: TenantScope;
  keyId: string;
  /** `pk_test_…`: practice. */
  test: boolean;
  /** Through what they come; absent: the widget. */
  source?: 'hosted_page';
}

interface KnownKey extends KeyHolder {
  allowedOrigins: string[];
  /** Epoch ms. */
  readUntil: number;
}

/** So long a revoked key may still work, and a repeated question costs no look-up. */
const cacheMs = 10_000;
const caches = new WeakMap<Context, Map<string, KnownKey>>();

/**
 * Who asks. A request without Origin does not come from a page and is allowed; our own pages always are.
 * @throws AppError MISSING_API_KEY, INVALID_API_KEY, ORIGIN_NOT_ALLOWED
 */
export async function resolveKey(
  ctx: Context,
  key: string | undefined,
  origin: string | undefined,
): Promise<KeyHolder> {
  if (!key)
    throw new AppError('MISSING_API_KEY', 'Send the property’s publishable key as X-API-Key.');
  const known = (await lookUp(ctx, key)) ?? unknownKey();
  const isOurs = () => origin === new URL(ctx.config.APP_URL).origin;
  if (origin && !isAllowedOrigin(origin, known.allowedOrigins) && !isOurs())
    throw new AppError(
      'ORIGIN_NOT_ALLOWED',
      `This key may not be used from ${origin.slice(0, 200)}. Add the origin to the key’s list.`,
    );
  return known;
}

function unknownKey(): never {
  throw new AppError(
    'INVALID_API_KEY',
    'This publishable key is unknown or has expired. Copy the current one from the dashboard.',
  );
}

async function lookUp(ctx: Context, key: string): Promise<KnownKey | undefined> {
  if (!/^pk_[\w-]{1,64}$/.test(key)) return undefined;
  const now = ctx.clock.now();
  const cache = caches.get(ctx) ?? new Map<string, KnownKey>();
  caches.set(ctx, cache);
  const cached = cache.get(key);
  if (cached && cached.readUntil > now) return cached;
  const [row] = await asSystem(ctx.db, (tx) =>
    tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.key, key), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)))),
  );
  if (!row) {
    cache.delete(key);
    return undefined;
  }
  const known = {
    scope: mintScope({ organizationId: row.organizationId, propertyId: row.propertyId }),
    keyId: row.id,
    test: key.startsWith('pk_test_'),
    allowedOrigins: row.allowedOrigins,
    readUntil: Math.min(now + cacheMs, row.expiresAt ?? Infinity),
  };
  cache.set(key, known);
  return known;
}
