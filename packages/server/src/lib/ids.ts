import { randomBytes, randomUUID } from 'node:crypto';

export const newId = (): string => randomUUID();

export const isId = (text: string): boolean =>
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

/** A key that stands in a page's source: it need not be secret, only nobody else's. 120 bits. */
export const newPublishableKey = (test: boolean): string =>
  `${test ? 'pk_test_' : 'pk_'}${randomBytes(15).toString('base64url')}`;

/** A secret that a person or a browser keeps: 256 bits, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
