import type { Context } from 'hono';
import type { SandboxEnv } from '../../world.ts';
import { OAuthError } from './oauth-error.ts';

/** The form of a token request; Google's token endpoint does not take JSON. */
export async function readForm(c: Context<SandboxEnv>): Promise<URLSearchParams> {
  const type = c.req.header('content-type') ?? '';
  const text = await c.req.text();
  if (text !== '' && !type.startsWith('application/x-www-form-urlencoded')) {
    throw new OAuthError(400, 'invalid_request', `Unsupported content type: ${type}`);
  }
  return new URLSearchParams(text);
}

/** The client's id and secret, from the form or the Authorization header. */
export function readClient(
  c: Context<SandboxEnv>,
  form: URLSearchParams,
): { id: string | undefined; secret: string | undefined } {
  const basic = /^Basic (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (basic === undefined) {
    return {
      id: form.get('client_id') ?? undefined,
      secret: form.get('client_secret') ?? undefined,
    };
  }
  const [id, secret] = Buffer.from(basic, 'base64').toString().split(':').map(unescapeForm);
  return { id, secret };
}

// By RFC 6749 §2.3.1, both parts are form-encoded before they are joined.
function unescapeForm(text: string): string {
  return new URLSearchParams(`v=${text}`).get('v') ?? '';
}
