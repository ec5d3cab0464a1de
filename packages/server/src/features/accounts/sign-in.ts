import type { SignIn } from '@luma-leasing/types/member';
import { APIError } from 'better-auth/api';
import type { Context } from '../../context.ts';
import { AppError } from '../../lib/errors.ts';

/**
 * Begins a session.
 * @returns its `Set-Cookie` lines.
 * @throws AppError UNAUTHENTICATED: the same, after as long a while, whether address or password is wrong.
 */
export async function signIn(ctx: Context, { email, password }: SignIn): Promise<string[]> {
  try {
    const { headers } = await ctx.auth.api.signInEmail({
      body: { email, password },
      returnHeaders: true,
    });
    return headers.getSetCookie();
  } catch (error) {
    if (!(error instanceof APIError) || error.statusCode >= 500) throw error;
    throw new AppError('UNAUTHENTICATED', 'The email address or the password is not right.');
  }
}
