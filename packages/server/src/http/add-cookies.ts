import type { Context } from 'hono';

/** @param lines `Set-Cookie` lines, as somebody else has written them. */
export function addCookies(c: Context, lines: string[]): void {
  for (const line of lines) c.header('Set-Cookie', line, { append: true });
}
