import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invalid } from '../errors.ts';
import { decodeToken, encodeToken } from './opaque-token.ts';

/** Where the next page begins. */
export interface PageStart {
  /** The key of the last item on the page before. */
  after: string;
  /** The calendar's change at the first page. */
  snapshot: number;
}

export interface Page<T> {
  items: T[];
  /** The key after which the next page begins; undefined on the last page. */
  after: string | undefined;
}

const shape = z.object({ listing: z.string(), after: z.string(), snapshot: z.number() });

/**
 * Cuts a page out of sorted items. The next page begins after a key, so that writes and deletions between two pages
 * neither repeat nor skip an item.
 */
export function cutPage<T>(
  items: T[],
  keyOf: (item: T) => string,
  size: number,
  start: PageStart | undefined,
): Page<T> {
  const rest = start === undefined ? items : items.filter((item) => keyOf(item) > start.after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const more = rest.length > size && last !== undefined;
  return { items: page, after: more ? keyOf(last) : undefined };
}

/** A page token is valid for one account and one query only. */
export function writePageToken(listing: unknown, start: PageStart): string {
  return encodeToken({ listing: digest(listing), ...start });
}

export function readPageToken(listing: unknown, text: string | undefined): PageStart | undefined {
  if (text === undefined) return undefined;
  const parsed = shape.safeParse(decodeToken(text));
  if (!parsed.success || parsed.data.listing !== digest(listing)) {
    throw invalid('Invalid page token value.', 'pageToken');
  }
  return parsed.data;
}

function digest(listing: unknown): string {
  return createHash('sha256').update(JSON.stringify(listing)).digest('base64url').slice(0, 16);
}
