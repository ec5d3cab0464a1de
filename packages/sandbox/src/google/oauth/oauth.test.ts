import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AGENT, CALENDAR_SCOPE, REDIRECT, runSandbox } from '../../../test/sandbox.ts';

const EMAIL_SCOPE = 'https://www.googleapis.com/auth/userinfo.email';
const DEAD = { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' };

describe('the consent page', () => {
  it('sends an allowed client back with code, state and the scopes as Google spells them', async () => {
    const sandbox = await runSandbox();
    const to = await sandbox.consent();
    expect(to.href.startsWith(REDIRECT)).toBe(true);
    expect(to.searchParams.get('state')).toBe('a state & more');
    expect(to.searchParams.get('scope')).toBe(`openid ${EMAIL_SCOPE} ${CALENDAR_SCOPE}`);
    expect(to.searchParams.get('code')).toMatch(/^4\/0/);
  });

  it('lists the known accounts and a box for each scope that is not about identity', async () => {
    const sandbox = await runSandbox();
    const page = await sandbox.send('GET', `/o/oauth2/v2/auth?${sandbox.authorizeQuery()}`);
    const html = String(page.body);
    expect(html).toContain('value="agent@example.com"');
    expect(html).toContain('value="agent2@example.com"');
    expect(html.match(/type="checkbox"/g)).toHaveLength(1);
  });

  it('escapes what the client sends', async () => {
    const sandbox = await runSandbox();
    const query = sandbox.authorizeQuery({
      state: '"><script>alert(1)</script>',
      login_hint: '"><b>@x.y',
    });
    const page = await sandbox.send('GET', `/o/oauth2/v2/auth?${query}`);
    expect(String(page.body)).not.toMatch(/<script>|<b>/);
  });

  it('says access_denied when the person denies', async () => {
    const sandbox = await runSandbox();
    const to = await sandbox.consent({ decision: 'deny' });
    expect(to.searchParams.get('error')).toBe('access_denied');
    expect(to.searchParams.get('state')).toBe('a state & more');
    expect(to.searchParams.has('code')).toBe(false);
  });

  it('takes an unknown address as a new account', async () => {
    const sandbox = await runSandbox();
    const tokens = await sandbox.connect({ account: 'New.Agent@Example.com' });
    const me = await sandbox.send('GET', '/oauth2/v2/userinfo', {
      headers: { Authorization: `Bearer ${tokens['access_token']}` },
    });
    expect(me.body).toMatchObject({ email: 'new.agent@example.com', verified_email: true });
  });

  it.each([
    ['an unknown client', { client_id: 'someone' }, 401],
    ['a redirect elsewhere', { redirect_uri: REDIRECT.replace('localhost:4321', 'x.org') }, 400],
    ['a redirect to another path', { redirect_uri: 'http://localhost:4321/callback' }, 400],
    ['a redirect with a query', { redirect_uri: `${REDIRECT}?next=/` }, 400],
    ['a redirect with a fragment', { redirect_uri: `${REDIRECT}#x` }, 400],
    ['a redirect spelt differently', { redirect_uri: REDIRECT.replace('api', 'x/../api') }, 400],
    ['another protocol', { redirect_uri: 'javascript:alert(1)' }, 400],
    ['an unknown scope', { scope: 'email nonsense' }, 400],
    ['another response type', { response_type: 'token' }, 400],
  ])('shows an error and never redirects: %s', async (_name, extra, status) => {
    const sandbox = await runSandbox();
    const page = await sandbox.send('GET', `/o/oauth2/v2/auth?${sandbox.authorizeQuery(extra)}`);
    expect(page.status).toBe(status);
    expect(page.headers.get('location')).toBeNull();
    const posted = await sandbox.form('/o/oauth2/v2/auth', {
      request: sandbox.authorizeQuery(extra),
      account: AGENT,
      decision: 'allow',
    });
    expect(posted.status).toBe(status);
  });
});

it.each(['http://127.0.0.1:3000', 'http://[::1]:8080', 'http://localhost'])(
  'takes the registered address on any port of this machine: %s',
  async (origin) => {
    const sandbox = await runSandbox();
    const redirect = origin + new URL(REDIRECT).pathname;
    const to = await sandbox.consent({ query: sandbox.authorizeQuery({ redirect_uri: redirect }) });
    expect(to.href.startsWith(`${redirect}?`)).toBe(true);
  },
);

describe('the token endpoint', () => {
  it('gives access and refresh tokens, and an id token for openid', async () => {
    const sandbox = await runSandbox();
    const tokens = await sandbox.connect();
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    expect(tokens['refresh_token']).toMatch(/^1\/\/0/);
    const claims = JSON.parse(
      Buffer.from((tokens['id_token'] ?? '').split('.')[1] ?? '', 'base64url').toString(),
    );
    expect(claims).toMatchObject({ iss: 'https://accounts.google.com', email: AGENT });
  });

  it('gives a refresh token on the first consent only, unless prompt=consent', async () => {
    const sandbox = await runSandbox();
    expect((await sandbox.connect())['refresh_token']).toBeDefined();
    expect((await sandbox.connect())['refresh_token']).toBeUndefined();
    const query = sandbox.authorizeQuery({ prompt: 'consent' });
    expect((await sandbox.connect({ query }))['refresh_token']).toBeDefined();
    const online = sandbox.authorizeQuery({ prompt: 'consent', access_type: 'online' });
    expect((await sandbox.connect({ query: online }))['refresh_token']).toBeUndefined();
  });

  it('takes a code once', async () => {
    const sandbox = await runSandbox();
    const code = (await sandbox.consent()).searchParams.get('code') ?? '';
    expect((await sandbox.token({ code })).status).toBe(200);
    const again = await sandbox.token({ code });
    expect(again.status).toBe(400);
    expect(again.body['error']).toBe('invalid_grant');
  });

  it('refuses a code after ten minutes', async () => {
    const sandbox = await runSandbox();
    const code = (await sandbox.consent()).searchParams.get('code') ?? '';
    sandbox.sandbox.clock.advance(10 * 60_000);
    expect((await sandbox.token({ code })).body['error']).toBe('invalid_grant');
  });

  it('refuses another redirect address, client or secret', async () => {
    const sandbox = await runSandbox();
    const code = async () => (await sandbox.consent()).searchParams.get('code') ?? '';
    const moved = await sandbox.token({ code: await code(), redirect_uri: `${REDIRECT}/other` });
    expect(moved.body['error']).toBe('redirect_uri_mismatch');
    const wrongSecret = await sandbox.token({ code: await code(), client_secret: 'wrong' });
    expect([wrongSecret.status, wrongSecret.body['error']]).toEqual([401, 'invalid_client']);
    const wrongClient = await sandbox.token({ code: await code(), client_id: 'wrong' });
    expect([wrongClient.status, wrongClient.body['error']]).toEqual([401, 'invalid_client']);
    const wrongType = await sandbox.token({ code: await code(), grant_type: 'password' });
    expect(wrongType.body['error']).toBe('unsupported_grant_type');
  });

  it('checks the PKCE verifier', async () => {
    const sandbox = await runSandbox();
    const verifier = 'v'.repeat(64);
    const query = sandbox.authorizeQuery({
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const exchange = async (fields: Record<string, string>) => {
      const code = (await sandbox.consent({ query })).searchParams.get('code') ?? '';
      return sandbox.token({ code, ...fields });
    };
    expect((await exchange({ code_verifier: verifier })).status).toBe(200);
    expect((await exchange({ code_verifier: 'w'.repeat(64) })).body['error']).toBe('invalid_grant');
    expect((await exchange({})).body['error']).toBe('invalid_grant');
  });

  it('refreshes without a new refresh token', async () => {
    const sandbox = await runSandbox();
    const tokens = await sandbox.connect();
    const fresh = await sandbox.refresh(tokens['refresh_token'] ?? '');
    expect(fresh.status).toBe(200);
    expect(fresh.body['access_token']).not.toBe(tokens['access_token']);
    expect(fresh.body['refresh_token']).toBeUndefined();
  });

  it('rotates its refresh tokens where a fault wants it', async () => {
    const sandbox = await runSandbox();
    const first = (await sandbox.connect())['refresh_token'] ?? '';
    const order = '{"match":{"path":"^/token$"},"then":{"rotateToken":true}}';
    expect((await sandbox.send('POST', '/_control/faults', { body: order })).status).toBe(201);
    const second = (await sandbox.refresh(first)).body['refresh_token'] ?? '';
    expect(second).not.toBe(first);
    expect((await sandbox.refresh(first)).body).toEqual(DEAD);
    expect((await sandbox.refresh(second)).status).toBe(200);
  });

  it('knows no unknown, and after half a year no unused refresh token', async () => {
    const sandbox = await runSandbox();
    const unknown = await sandbox.refresh('1//nonsense');
    expect([unknown.status, unknown.body]).toEqual([400, DEAD]);
    const tokens = await sandbox.connect();
    sandbox.sandbox.clock.advance(184 * 24 * 3_600_000);
    expect((await sandbox.refresh(tokens['refresh_token'] ?? '')).body).toEqual(DEAD);
  });

  it('lets the oldest of more than a hundred grants die silently', async () => {
    const sandbox = await runSandbox();
    const query = sandbox.authorizeQuery({ prompt: 'consent' });
    const tokens: string[] = [];
    for (let i = 0; i < 101; i += 1) {
      tokens.push((await sandbox.connect({ query }))['refresh_token'] ?? '');
    }
    expect((await sandbox.refresh(tokens[0] ?? '')).body).toEqual(DEAD);
    expect((await sandbox.refresh(tokens[1] ?? '')).status).toBe(200);
  });
});

describe('scopes', () => {
  it('grants only what was ticked', async () => {
    const sandbox = await runSandbox();
    const tokens = await sandbox.connect({ scopes: [] });
    expect(tokens['scope']).toBe(`openid ${EMAIL_SCOPE}`);
    const list = await sandbox.send('GET', '/calendar/v3/users/me/calendarList', {
      headers: { Authorization: `Bearer ${tokens['access_token']}` },
    });
    expect(list.status).toBe(403);
    expect(list.body['error']).toMatchObject({
      status: 'PERMISSION_DENIED',
      errors: [{ reason: 'insufficientPermissions' }],
      details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }],
    });
  });

  it('adds what was granted before when asked to include it', async () => {
    const sandbox = await runSandbox();
    await sandbox.connect();
    const scope = 'email https://www.googleapis.com/auth/gmail.send';
    const choice = { scopes: ['https://www.googleapis.com/auth/gmail.send'] };
    const alone = await sandbox.connect({ ...choice, query: sandbox.authorizeQuery({ scope }) });
    expect(alone['scope']).not.toContain(CALENDAR_SCOPE);
    const query = sandbox.authorizeQuery({ scope, include_granted_scopes: 'true' });
    expect((await sandbox.connect({ ...choice, query }))['scope']).toContain(CALENDAR_SCOPE);
  });
});

describe('the end of a grant', () => {
  it.each(['access_token', 'refresh_token'])('revoking the %s ends all of it', async (name) => {
    const sandbox = await runSandbox();
    const first = await sandbox.connect();
    const query = sandbox.authorizeQuery({ prompt: 'consent' });
    const second = await sandbox.connect({ query });
    expect((await sandbox.form('/revoke', { token: first[name] ?? '' })).status).toBe(200);
    expect((await sandbox.refresh(second['refresh_token'] ?? '')).body).toEqual(DEAD);
    const me = await sandbox.send('GET', '/oauth2/v2/userinfo', {
      headers: { Authorization: `Bearer ${second['access_token']}` },
    });
    expect(me.status).toBe(401);
    expect((await sandbox.form('/revoke', { token: first[name] ?? '' })).body['error']).toBe(
      'invalid_token',
    );
  });

  it('comes with a first consent again afterwards', async () => {
    const sandbox = await runSandbox();
    const tokens = await sandbox.connect();
    await sandbox.form('/revoke', { token: tokens['refresh_token'] ?? '' });
    expect((await sandbox.connect())['refresh_token']).toBeDefined();
  });

  it('comes when the person revokes, for that account alone', async () => {
    const sandbox = await runSandbox();
    const mine = await sandbox.connect();
    const other = await sandbox.connect({ account: 'agent2@example.com' });
    const answer = await sandbox.send('POST', `/_control/google/revoke?account=${AGENT}`);
    expect(answer.body).toEqual({ revoked: 1 });
    expect((await sandbox.refresh(mine['refresh_token'] ?? '')).body).toEqual(DEAD);
    expect((await sandbox.refresh(other['refresh_token'] ?? '')).status).toBe(200);
  });

  it('an access token lives an hour of the sandbox’s clock', async () => {
    const sandbox = await runSandbox();
    const client = await sandbox.calendar();
    sandbox.sandbox.clock.advance(3_599_000);
    expect((await client.request('GET', '/users/me/calendarList')).status).toBe(200);
    sandbox.sandbox.clock.advance(1_000);
    const late = await client.request('GET', '/users/me/calendarList');
    expect(late.status).toBe(401);
    expect(late.body['error']).toMatchObject({
      status: 'UNAUTHENTICATED',
      errors: [{ reason: 'authError', location: 'Authorization' }],
    });
  });
});
