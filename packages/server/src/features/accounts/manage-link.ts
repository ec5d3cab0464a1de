/** The manage link, which is in every mail to a prospect: its holder may change or cancel that one tour. Pure. */
import { sameSecret, sign } from '../../lib/crypto.ts';

const purpose = 'manage-tour';

export function manageToken(secret: string, tourId: string): string {
  const id = Buffer.from(tourId.replaceAll('-', ''), 'hex').toString('base64url');
  return `${id}.${sign(secret, purpose, tourId)}`;
}

/** The tour's id, or undefined if we did not sign the token. */
export function readManageToken(secret: string, token: string): string | undefined {
  const [id = '', signature = ''] = token.split('.');
  const hex = Buffer.from(id, 'base64url').toString('hex');
  if (hex.length !== 32) return undefined;
  const tourId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return sameSecret(signature, sign(secret, purpose, tourId)) ? tourId : undefined;
}

export const manageUrl = (config: { APP_URL: string; SESSION_SECRET: string }, tourId: string) =>
  `${config.APP_URL}/api/lumaleasing/tours/manage/${manageToken(config.SESSION_SECRET, tourId)}`;
