import type { ChangePassword } from '@luma-leasing/types/member';
import { APIError } from 'better-auth/api';
import type { Context } from '../../context.ts';
import { AppError } from '../../lib/errors.ts';

/**
 * Changes an account's password and ends all its sessions. The caller gets a new session.
 * @returns the `Set-Cookie` values of the new session.
 * @throws AppError INVALID_REQUEST if the current password is wrong.
 */
export async function changePassword(
  ctx: Context,
  headers: Headers,
  { currentPassword, newPassword }: ChangePassword,
): Promise<string[]> {
  try {
    const answer = await ctx.auth.api.changePassword({
      body: { currentPassword, newPassword, revokeOtherSessions: true },
      headers,
      returnHeaders: true,
    });
    return answer.headers.getSetCookie();
  } catch (error) {
    if (!(error instanceof APIError) || error.statusCode !== 400) throw error;
    const message = 'The current password is not right.';
    throw new AppError('INVALID_REQUEST', message, {
      issues: [{ path: 'currentPassword', message }],
    });
  }
}
