import { isIPv6 } from 'node:net';

/**
 * What of a client's address tells one client from another: all of an IPv4 one, and the /64 of an IPv6 one, of
 * which whoever has one has as many as they like. Without a port, which some proxies write. Pure.
 */
export function clientAddress(written: string): string {
  const address = withoutPort(written);
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  const isIPv4 = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isIPv4) return groups.slice(6).flatMap(bytesOf).join('.');
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(':')}::/64`;
}

const withoutPort = (written: string): string =>
  /^\[([^\]]*)\](?::\d+)?$/.exec(written)?.[1] ??
  /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(written)?.[1] ??
  written;

/** The eight numbers of an IPv6 address in any of its spellings. */
function groupsOf(address: string): number[] {
  // WHATWG URLs write the end that may be an IPv4 address in hexadecimal; they know no zone (`%eth0`).
  const { hostname } = new URL(`http://[${address.replace(/%.*$/, '')}]`);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const read = (part: string) =>
    part === '' ? [] : part.split(':').map((one) => parseInt(one, 16));
  if (tail === undefined) return read(head);
  const [first, last] = [read(head), read(tail)];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => 0);
  return [...first, ...zeros, ...last];
}

const bytesOf = (group: number): number[] => [group >> 8, group & 255];
