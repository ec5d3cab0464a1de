import { auth, calendar } from '@googleapis/calendar';
import { CLIENT_ID, CLIENT_SECRET } from '../src/google/oauth/client.ts';
import { REDIRECT, runSandbox } from './sandbox.ts';

/** Google's own client library; only its addresses are changed. */
export async function connectGooglesClient() {
  const sandbox = await runSandbox({ now: Date.now });
  const oauth = new auth.OAuth2({
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri: REDIRECT,
    // Without it, the library does not refresh after a 401 while its own clock says that the token is valid.
    forceRefreshOnFailure: true,
    endpoints: {
      oauth2AuthBaseUrl: `${sandbox.url}/o/oauth2/v2/auth`,
      oauth2TokenUrl: `${sandbox.url}/token`,
      oauth2RevokeUrl: `${sandbox.url}/revoke`,
    },
  });
  const scope = ['openid', 'email', 'https://www.googleapis.com/auth/calendar'];
  const address = new URL(
    oauth.generateAuthUrl({ access_type: 'offline', prompt: 'consent', scope }),
  );
  const to = await sandbox.consent({ query: address.searchParams.toString() });
  const { tokens } = await oauth.getToken(to.searchParams.get('code') ?? '');
  oauth.setCredentials(tokens);
  const client = calendar({ version: 'v3', auth: oauth, rootUrl: `${sandbox.url}/` });
  return { sandbox, oauth, client };
}
