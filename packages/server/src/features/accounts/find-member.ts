import { APIError } from 'better-auth/api';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asSystem } from '../../db/scope.ts';
import { members } from '../../db/tables/accounts.ts';
import type { SignedIn } from '../../http/member.ts';
import { AppError } from '../../lib/errors.ts';

/**
 * The member of a session cookie; undefined if there is no session, or the account is no member.
 * @throws AppError DATABASE_UNAVAILABLE
 */
export async function findMember(ctx: Context, headers: Headers): Promise<SignedIn | undefined> {
  const found = await look(ctx, headers);
  return typeof found === 'string' ? undefined : found;
}

/**
 * The member of a session cookie.
 * @throws AppError UNAUTHENTICATED, FORBIDDEN (the account is no member), DATABASE_UNAVAILABLE
 */
export async function requireMember(ctx: Context, headers: Headers): Promise<SignedIn> {
  const found = await look(ctx, headers);
  if (found === 'signed out') throw new AppError('UNAUTHENTICATED', 'Please sign in.');
  if (found === 'no member')
    throw new AppError('FORBIDDEN', 'This account belongs to no organization any more.');
  return found;
}

async function look(
  ctx: Context,
  headers: Headers,
): Promise<SignedIn | 'signed out' | 'no member'> {
  const { found, cookies } = await sessionOf(ctx, headers);
  if (!found) return 'signed out';
  const { id: userId, email, name, emailVerified } = found.user;
  const { organizationId, role, profileId, propertyIds } = members;
  const [row] = await asSystem(ctx.db, (tx) =>
    tx
      .select({ organizationId, role, profileId, propertyIds })
      .from(members)
      .where(eq(members.userId, userId)),
  );
  if (!row) return 'no member';
  const operator = emailVerified && ctx.config.OPERATOR_EMAILS.includes(email.toLowerCase());
  return {
    member: { sessionId: found.session.id, userId, email, name, ...row, operator },
    cookies,
  };
}

async function sessionOf(ctx: Context, headers: Headers) {
  try {
    const answer = await ctx.auth.api.getSession({ headers, returnHeaders: true });
    return { found: answer.response, cookies: answer.headers.getSetCookie() };
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    // The session ended while it was read.
    if (error.statusCode === 401) return { found: null, cookies: [] };
    // better-auth hides the cause, which it has logged. Only the database can fail here.
    throw new AppError(
      'DATABASE_UNAVAILABLE',
      'The service is not available just now. Please try again in a moment.',
      { retryAfter: 5 },
    );
  }
}
