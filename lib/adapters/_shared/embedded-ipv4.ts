import { ipv4Of, ipv6Groups } from '#lib/domain/value/ipv6.ts';

/**
 * The IPv4 addresses that an IPv6 address stands for: a gateway, a tunnel or the system itself would connect to one of
 * them. Empty for one that is nothing but itself.
 */
export function embeddedIpv4(address: string): string[] {
  const groups = ipv6Groups(address);
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0, seventh = 0, eighth = 0] = groups;
  const last = ipv4Of(seventh, eighth);
  const isZero = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  const found: string[] = [];
  // Compatible (::/96), but for :: and ::1; mapped (::ffff:0:0/96); translated without a gateway's prefix (::ffff:0:0:0/96).
  const isCompatible = isZero(0, 6) && (seventh !== 0 || eighth > 1);
  const isMapped = isZero(0, 5) && sixth === 0xffff;
  const isTranslated = isZero(0, 4) && fifth === 0xffff && sixth === 0;
  // NAT64 where everybody has it (64:ff9b::/96), and 0:5efe or 200:5efe, which is ISATAP behind any network.
  const isNat64 = first === 0x64 && second === 0xff9b && isZero(2, 6);
  const isIsatap = (fifth & 0xfdff) === 0 && sixth === 0x5efe;
  if (isCompatible || isMapped || isTranslated || isNat64 || isIsatap) {
    found.push(last);
  }
  if (first === 0x64 && second === 0xff9b && third === 1) {
    found.push(...localNat64(groups));
  }
  if (first === 0x2002) {
    found.push(ipv4Of(second, third));
  }
  if (first === 0x2001 && second === 0) {
    // Teredo: the server, and the client, which is written inverted.
    found.push(ipv4Of(third, fourth), ipv4Of(seventh ^ 0xffff, eighth ^ 0xffff));
  }
  return found;
}

/** Where each length of prefix has the four bytes (RFC 6052): around the ninth, which is zero, and with zeros after them. */
const NAT64_BYTES = [
  [6, 7, 9, 10],
  [7, 9, 10, 11],
  [9, 10, 11, 12],
  [12, 13, 14, 15],
];

/** Of a network's own NAT64 (64:ff9b:1::/48) nobody outside knows how long its prefix is: every way to read it that makes sense. */
function localNat64(groups: readonly number[]): string[] {
  const bytes = groups.flatMap((group) => [group >> 8, group & 255]);
  const readings = NAT64_BYTES.filter((places) => bytes.slice((places[3] ?? 15) + 1).every((byte) => byte === 0)).map(
    (places) => places.map((place) => bytes[place] ?? 0),
  );
  // One that begins with zero was read in the wrong place, unless there is no other.
  const likely = readings.filter(([highest]) => highest !== 0);
  return (likely.length > 0 ? likely : readings).map((reading) => reading.join('.'));
}
