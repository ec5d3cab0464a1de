import { createHash } from 'node:crypto';
import { OAuthError } from './oauth-error.ts';

/** Checks the verifier, if the consent had a challenge. */
export function verifyPkce(
  code: { codeChallenge: string | undefined; codeChallengeMethod: string | undefined },
  verifier: string | null,
): void {
  if (code.codeChallenge === undefined) return;
  if (!verifier) throw new OAuthError(400, 'invalid_grant', 'Missing code verifier.');
  if (challengeOf(verifier, code.codeChallengeMethod) !== code.codeChallenge) {
    throw new OAuthError(400, 'invalid_grant', 'Invalid code verifier.');
  }
}

function challengeOf(verifier: string, method: string | undefined): string {
  return method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
}
