import { createHash, randomBytes } from 'node:crypto';

/** A session's secret: 256 random bits that only the browser's cookie holds. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of it. The secret has full entropy, so a plain hash is enough. */
export function hashSessionToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
