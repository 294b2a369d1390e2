import { createHash } from 'node:crypto';
import { digestOf, isSame, randomToken } from '../digest.ts';
import type { Challenge, GrantRecord } from './records.ts';

/** Makes a code and keeps what it stands for; those that have ended are forgotten. */
export function giveCode(
  state: { grants: GrantRecord[] },
  grant: Omit<GrantRecord, 'digest' | 'isUsed'>,
  lifetimeMs: number,
): string {
  const code = randomToken();
  state.grants = state.grants.filter(({ createdAt }) => createdAt + lifetimeMs > grant.createdAt);
  state.grants.push({ ...grant, digest: digestOf(code), isUsed: false });
  return code;
}

/** What a code stands for, used or not; null for one that was never given, or has ended. */
export function findCode(
  state: { grants: readonly GrantRecord[] },
  code: string,
  now: number,
  lifetimeMs: number,
): GrantRecord | null {
  const digest = digestOf(code);
  return state.grants.find((each) => each.digest === digest && each.createdAt + lifetimeMs > now) ?? null;
}

/** Whether this verifier belongs to what the code was asked for with. */
export function isVerifierOf({ method, value }: Challenge, verifier: string): boolean {
  const computed = method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  return isSame(computed, value);
}
