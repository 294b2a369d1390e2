import { createHash } from 'node:crypto';
import { unauthorized } from '../api/errors.ts';

/** Somebody whose request it is. */
export type User = { name: string; groups: string[] };

/** A person, portal or controller with a bearer token. */
export type TokenUser = User & { token: string };

/** Who may come in. Tokens are held as digests, so that none of them can end up in an error or a log. */
export type Tokens = {
  /** Throws ApiError 401 for a token nobody has, and without one unless anonymous requests are let in. */
  authenticate(authorization: string | undefined): { user: User; tokenId: string };
  /** The old token is worth nothing from now on; its user has the next one. */
  rotate(old: string, next: string): void;
  /** Told the id of each token that is no longer good. */
  onRevoked(listener: (tokenId: string) => void): void;
};

const ANONYMOUS: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };
const SERVICE_ACCOUNT = 'system:serviceaccount:';

export function createTokens(users: readonly TokenUser[], anonymous: boolean): Tokens {
  const byDigest = new Map(users.map(({ token, ...user }) => [digest(token), user]));
  const listeners = new Set<(tokenId: string) => void>();
  return {
    authenticate(authorization) {
      if (authorization === undefined) {
        if (anonymous) {
          return { user: ANONYMOUS, tokenId: '' };
        }
        throw unauthorized();
      }
      const [scheme = '', token = ''] = authorization.trim().split(/\s+/);
      const tokenId = digest(token);
      const user = scheme.toLowerCase() === 'bearer' ? byDigest.get(tokenId) : undefined;
      if (user === undefined) {
        throw unauthorized();
      }
      return { user: { name: user.name, groups: groupsOf(user) }, tokenId };
    },
    rotate(old, next) {
      const tokenId = digest(old);
      const user = byDigest.get(tokenId);
      if (user === undefined) {
        throw new Error('the token to rotate belongs to nobody');
      }
      byDigest.delete(tokenId);
      byDigest.set(digest(next), user);
      for (const listener of listeners) {
        listener(tokenId);
      }
    },
    onRevoked(listener) {
      listeners.add(listener);
    },
  };
}

/** The groups everybody signed in has, and those of service accounts. */
export function groupsOf(user: User): string[] {
  const [namespace] = user.name.startsWith(SERVICE_ACCOUNT) ? user.name.slice(SERVICE_ACCOUNT.length).split(':') : [];
  const implied = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return [...new Set([...user.groups, ...implied, 'system:authenticated'])];
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
