import type { Account } from '../../state/model.ts';
import { CLIENT_ID } from './client.ts';

/**
 * A well-formed id token with an invalid signature. A client that gets it directly from the token endpoint over TLS
 * need not check the signature; any other client must refuse the token.
 */
export function idToken(account: Account, scopes: string[], now: number): string {
  const issued = Math.floor(now / 1000);
  const withEmail = scopes.some((scope) => scope.endsWith('/userinfo.email'));
  return [
    encode({ alg: 'RS256', kid: 'sandbox', typ: 'JWT' }),
    encode({
      iss: 'https://accounts.google.com',
      azp: CLIENT_ID,
      aud: CLIENT_ID,
      sub: account.id,
      ...(withEmail && { email: account.email, email_verified: true }),
      iat: issued,
      exp: issued + 3600,
    }),
    Buffer.from('unverifiable: made by the sandbox').toString('base64url'),
  ].join('.');
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
