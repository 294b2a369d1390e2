import type { SandboxClock } from '../../clock.ts';
import { ApiError } from './api-error.ts';

/** What a token may do; without any of these it still reads what is public, which is nothing here. */
export type TokenRights = {
  /** `admin:org`, or the organization's "Self-hosted runners": read. */
  organizationRunners: boolean;
  /** `repo` of an administrator, or the repository's "Administration": read. */
  repositoryRunners: boolean;
  /** "Actions": read. */
  actions: boolean;
};

export type SeedToken = {
  token: string;
  login: string;
  rights: TokenRights;
  /** Of a classic token or one of OAuth, which says them with each answer; without them it is one of those that do not. */
  scopes?: readonly string[];
  /** Nobody has approved it for organizations that ask for that (SAML). */
  lacksSso?: boolean;
  requestsPerHour?: number;
  /** In ms since 1970, sandbox time; without it the token does not end. */
  expiresAt?: number;
};

export const EVERY_RIGHT: TokenRights = { organizationRunners: true, repositoryRunners: true, actions: true };

const HOUR_MS = 3_600_000;
const REQUESTS_PER_HOUR = 5000;

/** A token that was presented, with what is left of its hour. */
export type Bearer = SeedToken & { limit: number; used: number; resetAt: number };

export type Tokens = {
  /** Throws ApiError 401 for none and for one that GitHub does not know. */
  bearerOf(authorization: string | undefined): Bearer;
  /** Throws ApiError 403 when the hour's requests are used up. */
  spend(bearer: Bearer): void;
  /** An answer that told nothing new costs nothing. */
  giveBack(bearer: Bearer): void;
  /** Puts a token in place of the others of that login; for tests. */
  set(token: SeedToken): void;
  /** Puts a token beside the others of that login. */
  add(token: SeedToken): void;
  remove(token: string): void;
};

export function createTokens(clock: SandboxClock, seeds: readonly SeedToken[]): Tokens {
  const bearers = new Map<string, Bearer>();
  const put = (seed: SeedToken) => {
    const limit = seed.requestsPerHour ?? REQUESTS_PER_HOUR;
    bearers.set(seed.token, { ...seed, limit, used: 0, resetAt: clock.now() + HOUR_MS });
  };
  const set = (seed: SeedToken) => {
    for (const [token, { login }] of bearers) {
      if (login === seed.login) {
        bearers.delete(token);
      }
    }
    put(seed);
  };
  seeds.forEach(put);
  return {
    bearerOf(authorization) {
      const token = presented(authorization);
      if (token === null) {
        throw new ApiError(401, 'Requires authentication');
      }
      const bearer = bearers.get(token);
      if (bearer === undefined || (bearer.expiresAt ?? Number.POSITIVE_INFINITY) <= clock.now()) {
        throw new ApiError(401, 'Bad credentials');
      }
      if (clock.now() >= bearer.resetAt) {
        bearer.used = 0;
        bearer.resetAt = clock.now() + HOUR_MS;
      }
      return bearer;
    },
    spend(bearer) {
      if (bearer.used >= bearer.limit) {
        throw new ApiError(403, `API rate limit exceeded for user ID 1. (${bearer.login})`, bearerHeaders(bearer));
      }
      bearer.used += 1;
    },
    giveBack(bearer) {
      bearer.used -= 1;
    },
    set,
    add: put,
    remove: (token) => void bearers.delete(token),
  };
}

/** `Bearer x`, `token x`, or the password of basic authentication. */
function presented(authorization = ''): string | null {
  const [scheme = '', value = ''] = authorization.trim().split(/\s+/, 2);
  if (/^(bearer|token)$/i.test(scheme) && value !== '') {
    return value;
  }
  if (/^basic$/i.test(scheme)) {
    const [user = '', password = ''] = Buffer.from(value, 'base64').toString('utf8').split(':', 2);
    return password || user || null;
  }
  return null;
}

/** What every answer says of the token that asked. */
export function bearerHeaders({ limit, used, resetAt, scopes, expiresAt }: Bearer): Record<string, string> {
  return {
    ...(expiresAt === undefined ? {} : { 'github-authentication-token-expiration': expiryOf(expiresAt) }),
    ...(scopes === undefined ? {} : { 'x-oauth-scopes': scopes.join(', ') }),
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(Math.max(0, limit - used)),
    'x-ratelimit-reset': String(Math.ceil(resetAt / 1000)),
    'x-ratelimit-used': String(used),
    'x-ratelimit-resource': 'core',
  };
}

/** `2026-11-29 12:00:00 UTC` */
function expiryOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
