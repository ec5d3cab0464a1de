import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invalid } from '../errors.ts';
import { decodeToken, encodeToken } from './opaque-token.ts';

/** Where a listing goes on. */
export interface PageStart {
  /** The key of the last item that was shown. */
  after: string;
  /** The calendar's change when the first page was cut. */
  snapshot: number;
}

export interface Page<T> {
  items: T[];
  /** The key after which the next page begins; undefined when this one is the last. */
  after: string | undefined;
}

const shape = z.object({ listing: z.string(), after: z.string(), snapshot: z.number() });

/**
 * Cuts a page out of what stands in the order of its keys. It goes on after a key rather than an
 * item, so that writes between two pages, deletions too, neither repeat nor skip what stays.
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

/** A page token is good for one listing only, told by whose it is and how it was asked for. */
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
