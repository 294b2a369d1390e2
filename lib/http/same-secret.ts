import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';

/** Compared as hashes, so that neither content nor length shows in the time it takes. */
export function isSameSecret(given: string, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}
