import { CLIENT_ID, isRegisteredRedirect, REDIRECT_PATH } from './client.ts';
import { isKnownScope, parseScopes } from './scopes.ts';

/** What a client requests when it sends a person to the consent page. */
export interface AuthorizationRequest {
  redirectUri: string;
  scopes: string[];
  state: string | undefined;
  offline: boolean;
  prompts: string[];
  includeGranted: boolean;
  loginHint: string | undefined;
  codeChallenge: string | undefined;
  codeChallengeMethod: string | undefined;
}

/** Shown to the person, because the redirect address cannot be trusted. */
export interface AuthorizationRefusal {
  status: 400 | 401;
  error: string;
  description: string;
}

/** Validates the query of the authorization address. Errors are those that Google shows on a page. */
export function readAuthorizationRequest(
  query: URLSearchParams,
): AuthorizationRequest | AuthorizationRefusal {
  const redirectUri = query.get('redirect_uri') ?? '';
  const scopes = parseScopes(query.get('scope') ?? '');
  const unknown = scopes.filter((scope) => !isKnownScope(scope));
  const method = query.get('code_challenge_method');
  if (!query.get('client_id'))
    return refuse('invalid_request', 'Missing required parameter: client_id');
  if (query.get('client_id') !== CLIENT_ID) {
    return { status: 401, error: 'invalid_client', description: 'The OAuth client was not found.' };
  }
  if (redirectUri === '')
    return refuse('invalid_request', 'Missing required parameter: redirect_uri');
  if (!isRegisteredRedirect(redirectUri)) {
    return refuse(
      'redirect_uri_mismatch',
      `${redirectUri} is not registered: only http://localhost:PORT${REDIRECT_PATH} is.`,
    );
  }
  if (!query.get('response_type')) {
    return refuse('invalid_request', 'Missing required parameter: response_type');
  }
  if (query.get('response_type') !== 'code') {
    return refuse('unsupported_response_type', 'This server answers response_type=code only.');
  }
  if (scopes.length === 0) return refuse('invalid_request', 'Missing required parameter: scope');
  if (unknown.length > 0) {
    return refuse('invalid_scope', `Some requested scopes were invalid: ${unknown.join(' ')}`);
  }
  if (method !== null && method !== 'S256' && method !== 'plain') {
    return refuse('invalid_request', `Invalid code_challenge_method: ${method}`);
  }
  return {
    redirectUri,
    scopes,
    state: query.get('state') ?? undefined,
    offline: query.get('access_type') === 'offline',
    prompts: (query.get('prompt') ?? '').split(/\s+/).filter((prompt) => prompt !== ''),
    includeGranted: query.get('include_granted_scopes') === 'true',
    loginHint: query.get('login_hint') ?? undefined,
    codeChallenge: query.get('code_challenge') ?? undefined,
    codeChallengeMethod: method ?? undefined,
  };
}

function refuse(error: string, description: string): AuthorizationRefusal {
  return { status: 400, error, description };
}

/** The client's address, with Google's answer added to its query. */
export function redirectTo(request: AuthorizationRequest, answer: Record<string, string>): string {
  const url = new URL(request.redirectUri);
  if (request.state !== undefined) url.searchParams.set('state', request.state);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  return url.href;
}
