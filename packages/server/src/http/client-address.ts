import { isIPv6 } from 'node:net';

/**
 * The part of an address that tells clients apart: an IPv4 address, or the /64 of an IPv6 one, since each client
 * has a whole /64. Some proxies write a port, which is removed. Pure.
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

/** The eight numbers of an IPv6 address in any spelling. */
function groupsOf(address: string): number[] {
  // URL writes an IPv4 end in hexadecimal. It does not accept a zone (`%eth0`).
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
