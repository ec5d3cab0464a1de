import type { Context } from '../../context.ts';

/**
 * Ends the session, on the server too. Whoever has none is signed out already.
 * @returns `Set-Cookie` lines that take the cookie away.
 */
export async function signOut(ctx: Context, headers: Headers): Promise<string[]> {
  const answer = await ctx.auth.api.signOut({ headers, returnHeaders: true });
  return answer.headers.getSetCookie();
}
