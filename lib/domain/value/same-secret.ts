import { createHash, timingSafeEqual } from 'node:crypto';

/** Compared as hashes, so that neither content nor length shows in the time it takes. */
export function isSameSecret(given: string | Uint8Array, secret: string | Uint8Array): boolean {
  const hash = (value: string | Uint8Array) => createHash('sha256').update(value).digest();
  return timingSafeEqual(hash(given), hash(secret));
}
