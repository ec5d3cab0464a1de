import { randomBytes, randomUUID } from 'node:crypto';

export const newId = (): string => randomUUID();

/** A secret a person or a browser carries: 256 bits, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
