import type { SignIn } from '@luma-leasing/types/member';
import { APIError } from 'better-auth/api';
import type { Context } from '../../context.ts';
import { AppError } from '../../lib/errors.ts';

/**
 * Starts a session.
 * @returns its `Set-Cookie` values.
 * @throws AppError UNAUTHENTICATED, with the same words and after the same time for a wrong address or password.
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
