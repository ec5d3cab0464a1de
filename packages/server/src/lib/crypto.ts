import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** The first key encrypts, and any key decrypts: so keys are rotated without downtime. */
export interface KeyRing {
  readonly keys: ReadonlyMap<string, Buffer>;
  readonly current: string;
}

/**
 * Reads `kid:base64,kid:base64`; each key is 32 bytes.
 * @throws Error that says which part is wrong, never its value.
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = new Map<string, Buffer>();
  for (const [index, part] of text.split(',').entries()) {
    const [kid, encoded] = part.trim().split(':');
    const key = Buffer.from(encoded ?? '', 'base64');
    if (!kid || !/^[\w-]{1,32}$/.test(kid) || key.length !== 32)
      throw new Error(`key ${index + 1} is not of the form kid:base64 with 32 bytes`);
    keys.set(kid, key);
  }
  return { keys, current: keys.keys().next().value! };
}

/**
 * Encrypts with AES-256-GCM.
 * @param place where the value is stored (`tenant|row|field`). It is bound as additional data, so that a ciphertext
 *   that is copied to another row or field cannot be decrypted.
 * @returns `kid.iv.tag.ciphertext`, base64url.
 */
export function seal(ring: KeyRing, place: string, plain: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', ring.keys.get(ring.current)!, iv);
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  const parts = [iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
  return [ring.current, ...parts].join('.');
}

/** @throws Error when the key is unknown, or the value was altered or moved from its place. */
export function unseal(ring: KeyRing, place: string, sealed: string): string {
  const [kid = '', ...parts] = sealed.split('.');
  const key = ring.keys.get(kid);
  if (!key || parts.length !== 3) throw new Error('no key opens this value');
  const [iv, tag, body] = parts.map((part) => Buffer.from(part, 'base64url')) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(tag);
  return decipher.update(body, undefined, 'utf8') + decipher.final('utf8');
}

/** HMAC-SHA-256, base64url. A signature made for one `purpose` is not valid for another. */
export const sign = (secret: string, purpose: string, text: string): string =>
  createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('base64url');

/** Compares in constant time, for any lengths. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** SHA-256, base64url. Secrets that only need to be recognised are stored like this. */
export const fingerprint = (text: string): string =>
  createHash('sha256').update(text).digest('base64url');
