/**
 * Whether a resourceVersion is older than one seen before, which means that the server went back in time, as after a
 * restored backup, or that events came out of order. Versions are opaque, so this is only ever a reason to list again,
 * never to take something for new; what is no decimal number gives false.
 */
export function isOlder(version: string, seen: string): boolean {
  return isDecimal(version) && isDecimal(seen) && (version.length - seen.length || compare(version, seen)) < 0;
}

function isDecimal(version: string): boolean {
  return /^[1-9]\d{0,30}$/.test(version);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
