import { isIP } from 'node:net';
import { ipv4Of, ipv6Groups } from '#lib/domain/value/ipv6.ts';

/** Longer than any address with its port. */
const LONGEST = 64;

/**
 * Who a request comes from, as a key: an IPv4 address, or the network of 64 bits that an IPv6 address is in, because
 * whoever has one has them all. Each proxy of one's own adds the address that it saw to `X-Forwarded-For`, so as many are
 * believed as there are proxies, counted from the end; what stands before is what anybody may have written.
 * @param peer the other end of the connection
 */
export function clientAddress(peer: string, forwardedFor: string | null, trustedProxies: number): string {
  const written = (forwardedFor ?? '').split(',');
  const hops = [...(forwardedFor === null ? [] : written), peer].slice(-1 - trustedProxies);
  // A proxy that wrote something else than an address is taken for the client itself.
  const known = hops.map(networkOf).find((network) => network !== null);
  return known ?? 'unknown';
}

/** One spelling for each network: ports, brackets, zones and ways to write the same address do not matter. */
export function networkOf(text: string): string | null {
  const address = bare(text);
  switch (isIP(address)) {
    case 4:
      return address;
    case 6:
      return networkOf6(address);
    default:
      return null;
  }
}

/** `"[2001:db8::1%eth0]:443"` is `2001:db8::1`. */
function bare(text: string): string {
  const quoted = text
    .trim()
    .slice(0, LONGEST)
    .replace(/^"(.*)"$/, '$1');
  const inBrackets = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(quoted)?.[1];
  const withoutPort = inBrackets ?? quoted.replace(/^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/, '$1');
  return withoutPort.replace(/%.*$/, '');
}

function networkOf6(address: string): string {
  const groups = ipv6Groups(address);
  const [first = 0, second = 0, third = 0, fourth = 0] = groups;
  const isZero = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  if ((isZero(0, 5) && groups[5] === 0xffff) || (first === 0x64 && second === 0xff9b && isZero(2, 6))) {
    // Mapped, or translated by NAT64: it is an IPv4 address.
    return ipv4Of(groups[6], groups[7]);
  }
  if (first === 0x2002) {
    // 6to4: one IPv4 address has 65,536 such networks.
    return ipv4Of(second, third);
  }
  return `${[first, second, third, fourth].map((group) => group.toString(16)).join(':')}::/64`;
}
