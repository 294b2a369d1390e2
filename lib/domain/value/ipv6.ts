/** The eight groups of 16 bits of an IPv6 address, in whatever spelling. @param address without brackets; a zone is no part of it */
export function ipv6Groups(address: string): number[] {
  // The URL parser writes every address in one way, also one that ends as IPv4.
  const plain = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [head = '', tail] = plain.split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [before, after] = [read(head), tail === undefined ? [] : read(tail)];
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

/** Two groups as the IPv4 address that they are. */
export function ipv4Of(high = 0, low = 0): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
