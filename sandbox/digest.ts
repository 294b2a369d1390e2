import { createHash, createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

/** How tokens, codes and cookies are kept: whoever reads the state file cannot use them. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('hex');
}

/** Keyed, for form tokens that belong to one cookie. */
export function keyedDigest(key: string, value: string): string {
  return createHmac('sha256', key).update(value).digest('hex');
}

/** Light on purpose: the sandbox's passwords are printed on its sign-in page. */
export function hashPassword(password: string, salt: string): string {
  return scryptSync(password, salt, 32, { N: 1024 }).toString('hex');
}

export function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
