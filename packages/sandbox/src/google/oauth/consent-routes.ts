import { Hono } from 'hono';
import type { Context } from 'hono';
import type { SandboxEnv, World } from '../../world.ts';
import { ensureAccount, normalizeEmail } from '../accounts.ts';
import { readAuthorizationRequest, redirectTo } from './authorization-request.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { authorize } from './authorize.ts';
import { consentPage, refusalPage } from './consent-page.ts';

/**
 * `/o/oauth2/v2/auth`: GET shows the consent page, POST takes its form.
 * The form's fields, for a script that submits it:
 * - `request`   hidden: the query string of the authorization address (in HTML, so `&amp;` is `&`)
 * - `account`   the chosen address, or `other`
 * - `other`     an address typed at "Use another account"; a new one becomes an account
 * - `scope`     once for each ticked box; identity scopes have no box and are always granted
 * - `decision`  `allow` or `deny`
 * A script may also post to the authorization address with its query, and omit `request`.
 */
export function consentRoutes(world: World) {
  return new Hono<SandboxEnv>()
    .get('/', (c) => {
      const query = new URL(c.req.url).searchParams;
      const request = readAuthorizationRequest(query);
      if ('error' in request) return refuse(c, request);
      if (request.prompts.includes('none')) {
        return c.redirect(redirectTo(request, { error: 'interaction_required' }));
      }
      return showForm(c, world, request, query.toString());
    })
    .post('/', async (c) => {
      const form = await c.req.parseBody({ all: true });
      const given = texts(form['request'])[0] ?? new URL(c.req.url).search;
      const request = readAuthorizationRequest(new URLSearchParams(given));
      if ('error' in request) return refuse(c, request);
      const decision = texts(form['decision'])[0];
      if (decision === 'deny') return c.redirect(redirectTo(request, { error: 'access_denied' }));
      const chosen = texts(form['account'])[0] ?? '';
      const email = normalizeEmail(chosen === 'other' ? (texts(form['other'])[0] ?? '') : chosen);
      if (decision !== 'allow' || email === undefined) {
        return showForm(c, world, request, given, 'Enter a valid email address.');
      }
      const now = world.clock.now();
      ensureAccount(world.store.state, email, now);
      const { code, scopes } = authorize(
        world.store.state,
        request,
        email,
        texts(form['scope']),
        now,
      );
      c.set('account', email);
      world.store.changed();
      return c.redirect(redirectTo(request, { code, scope: scopes.join(' ') }));
    });
}

function showForm(
  c: Context<SandboxEnv>,
  world: World,
  request: AuthorizationRequest,
  query: string,
  complaint?: string,
) {
  const accounts = [...world.store.state.accounts.keys()];
  // A page that gives access must not be shown in a frame.
  c.header('Content-Security-Policy', "frame-ancestors 'none'");
  c.header('Cache-Control', 'no-store');
  return c.html(consentPage({ request, query, accounts, complaint }), complaint ? 400 : 200);
}

function refuse(
  c: Context<SandboxEnv>,
  refusal: { status: 400 | 401; error: string; description: string },
) {
  return c.html(refusalPage(refusal), refusal.status);
}

function texts(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((item) => typeof item === 'string');
}
