import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** An error in the form of RFC 6749, from the token and revoke endpoints. */
export class OAuthError extends Error {
  override name = 'OAuthError';
  readonly status: ContentfulStatusCode;
  readonly code: string;

  constructor(status: ContentfulStatusCode, code: string, description: string) {
    super(description);
    this.status = status;
    this.code = code;
  }

  toJSON() {
    return { error: this.code, error_description: this.message };
  }
}
