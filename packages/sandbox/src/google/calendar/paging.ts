import { invalid } from '../errors.ts';

export interface Page<T> {
  items: T[];
  nextPageToken: string | undefined;
}

/**
 * Cuts a page out of a listing. The token names the last item shown, so that writes between two
 * pages neither repeat nor skip what was there before and after.
 */
export function cutPage<T>(
  items: T[],
  keyOf: (item: T) => string,
  size: number,
  token: string | undefined,
): Page<T> {
  const from = token === undefined ? 0 : items.findIndex((item) => keyOf(item) === read(token)) + 1;
  if (token !== undefined && from === 0) throw invalid('Invalid page token value.', 'pageToken');
  const page = items.slice(from, from + size);
  const last = page.at(-1);
  const more = from + size < items.length;
  return {
    items: page,
    nextPageToken: more && last !== undefined ? write(keyOf(last)) : undefined,
  };
}

function write(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function read(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}
