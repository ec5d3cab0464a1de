import type { Context } from '../../context.ts';

/**
 * Ends the session, also on the server. Without a session nothing happens.
 * @returns `Set-Cookie` values that delete the cookie.
 */
export async function signOut(ctx: Context, headers: Headers): Promise<string[]> {
  const answer = await ctx.auth.api.signOut({ headers, returnHeaders: true });
  return answer.headers.getSetCookie();
}
