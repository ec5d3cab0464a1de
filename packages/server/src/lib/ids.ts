import { randomBytes, randomUUID } from 'node:crypto';

export const newId = (): string => randomUUID();

export const isId = (text: string): boolean =>
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

/** A password somebody types once: 120 bits. */
export const newPassword = (): string => randomBytes(15).toString('base64url');

/** A secret a person or a browser carries: 256 bits, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
