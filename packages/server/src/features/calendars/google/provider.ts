import { auth } from '@googleapis/calendar';
import type { Config } from '../../../config.ts';
import { CalendarError, type AccessToken, type CalendarProvider } from '../provider.ts';
import { toCalendarError } from './errors.ts';
import { eventId, icalUid } from './events.ts';
import { pushHeaders, readPush } from './push.ts';
import { googleSession, transport } from './session.ts';

const calendarScope = 'https://www.googleapis.com/auth/calendar';
const scopes = ['openid', 'email', calendarScope];
/** A refresh must end well before its lease does. */
const tokenTimeoutMs = 8_000;

/** Google OAuth 2.0 with PKCE, and Calendar v3. Undefined if the settings name no client. */
export function googleProvider(config: Config): CalendarProvider | undefined {
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret } = config;
  if (!clientId || !clientSecret) return undefined;
  const client = (redirectUri?: string) => {
    const oauth = new auth.OAuth2({
      clientId,
      clientSecret,
      ...(redirectUri ? { redirectUri } : {}),
      transporterOptions: { ...transport, timeout: tokenTimeoutMs },
      endpoints: {
        oauth2AuthBaseUrl: config.GOOGLE_AUTH_URL,
        oauth2TokenUrl: config.GOOGLE_TOKEN_URL,
        oauth2RevokeUrl: config.GOOGLE_REVOKE_URL,
      },
    });
    // The library retries three times by itself, whatever its options say. Only this interceptor stops that.
    oauth.transporter.interceptors.request.add({
      resolved: async (request) => ({ ...request, retry: false, retryConfig: { retry: 0 } }),
    });
    return oauth;
  };

  return {
    source: 'google_calendar',
    pushHeaders,
    readPush,

    consentUrl: ({ state, codeChallenge, redirectUri }) => {
      const url = new URL(config.GOOGLE_AUTH_URL);
      const parameters = {
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: scopes.join(' '),
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        // Google gives a refresh token every time only with these two parameters together.
        access_type: 'offline',
        prompt: 'consent',
        include_granted_scopes: 'true',
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return url.href;
    },

    exchangeCode: ({ code, codeVerifier, redirectUri }) =>
      answered(client(redirectUri).getToken({ code, codeVerifier })),

    refresh: (refreshToken) => {
      const oauth = client();
      oauth.setCredentials({ refresh_token: refreshToken });
      // The library's answer has the old refresh token; only this event has the token that Google sent.
      let renewed: string | null = null;
      oauth.on('tokens', (tokens) => {
        renewed = tokens.refresh_token ?? null;
      });
      return answered(
        oauth.refreshAccessToken().then(({ credentials }) => ({
          tokens: { ...credentials, refresh_token: renewed },
        })),
      );
    },

    revoke: async (token) => {
      try {
        await client().revokeToken(token);
      } catch (error) {
        // For an unknown token Google answers 400, bad request: then the grant has ended already.
        const fault = toCalendarError(error);
        if (fault.fault !== 'rejected' && fault.fault !== 'revoked') throw fault;
      }
    },

    missingScopes: (granted) =>
      granted.includes(calendarScope) ? [] : ['See, edit, share and delete your calendars'],

    icalUid: (which) => icalUid(typeof which === 'string' ? which : eventId(which)),

    session: (accessToken) => googleSession(config, accessToken),
  };
}

interface GoogleTokens {
  access_token?: string | null;
  refresh_token?: string | null;
  expiry_date?: number | null;
  scope?: string;
}

async function answered(request: Promise<{ tokens: GoogleTokens }>): Promise<AccessToken> {
  try {
    const { tokens } = await request;
    if (!tokens.access_token) throw new CalendarError('rejected', 'Google sent no access token');
    return {
      accessToken: tokens.access_token,
      // The library turned `expires_in` into a date by the machine's clock. This turns it back.
      lifetimeMs: (tokens.expiry_date ?? Date.now() + 3_600_000) - Date.now(),
      ...(tokens.refresh_token ? { refreshToken: tokens.refresh_token } : {}),
      ...(tokens.scope ? { scopes: tokens.scope.split(' ') } : {}),
    };
  } catch (error) {
    throw toCalendarError(error);
  }
}
