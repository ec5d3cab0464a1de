/** A random id, also on pages without TLS, where `crypto.randomUUID` is missing: some 128 bits, in letters and digits. */
export const newId = (): string =>
  [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join('');
