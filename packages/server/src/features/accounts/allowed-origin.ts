/**
 * Whether a page's origin is on a key's list. Entries are origins: `https://example.com`, with a `*` for
 * one or more labels (`https://*.example.com`) or for the port (`http://localhost:*`). Pure.
 */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  const page = parse(origin);
  return page !== null && allowed.some((entry) => matches(page, entry));
}

interface Origin {
  scheme: string;
  host: string;
  port: string;
}

// `new URL` cannot parse an entry with stars. IPv6 hosts keep their brackets.
function parse(text: string): Origin | null {
  const found = /^(https?):\/\/(\[[0-9a-f:]+\]|[^:/?#@\s]+)(?::(\d+|\*))?$/.exec(
    text.toLowerCase(),
  );
  if (!found) return null;
  const [, scheme = '', host = '', port] = found;
  return { scheme, host, port: port ?? (scheme === 'https' ? '443' : '80') };
}

function matches(page: Origin, entry: string): boolean {
  const allowed = parse(entry);
  if (!allowed || allowed.scheme !== page.scheme) return false;
  if (allowed.port !== '*' && allowed.port !== page.port) return false;
  if (!allowed.host.startsWith('*.')) return allowed.host === page.host;
  return page.host.endsWith(allowed.host.slice(1)) && page.host.length > allowed.host.length - 1;
}
