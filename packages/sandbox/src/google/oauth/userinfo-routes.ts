import { Hono } from 'hono';
import type { World } from '../../world.ts';
import { bearerAuth, unauthenticated } from '../auth.ts';
import type { AuthorizedEnv } from '../auth.ts';

/** `GET /oauth2/v2/userinfo`: the fields that the token's identity scopes allow. */
export function userinfoRoutes(world: World) {
  return new Hono<AuthorizedEnv>().get('/', bearerAuth(world), (c) => {
    const { scopes, account: email } = c.var.token;
    const account = world.store.state.accounts.get(email);
    const identity = scopes.filter((scope) => scope === 'openid' || /\/userinfo\.\w+$/.test(scope));
    if (account === undefined || identity.length === 0) throw unauthenticated();
    const [name = '', domain = ''] = email.split('@');
    return c.json({
      id: account.id,
      ...(scopes.some((scope) => scope.endsWith('/userinfo.email')) && {
        email,
        verified_email: true,
        hd: domain,
      }),
      ...(scopes.some((scope) => scope.endsWith('/userinfo.profile')) && {
        name,
        given_name: name,
      }),
    });
  });
}
