import type { Context } from 'hono';

/** Adds cookies to an answer. @param lines complete `Set-Cookie` values. */
export function addCookies(c: Context, lines: string[]): void {
  for (const line of lines) c.header('Set-Cookie', line, { append: true });
}
