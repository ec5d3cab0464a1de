/** Settings that point a server at the sandbox of that address. */
export const sandboxSettings = (url: string): Record<string, string> => ({
  GOOGLE_CLIENT_ID: 'sandbox-client.apps.googleusercontent.com',
  GOOGLE_CLIENT_SECRET: 'sandbox-secret',
  GOOGLE_AUTH_URL: `${url}/o/oauth2/v2/auth`,
  GOOGLE_TOKEN_URL: `${url}/token`,
  GOOGLE_REVOKE_URL: `${url}/revoke`,
  GOOGLE_USERINFO_URL: `${url}/oauth2/v2/userinfo`,
  GOOGLE_API_ROOT: url,
});
