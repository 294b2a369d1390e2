import type { IncomingMessage } from 'node:http';
import { digestOf } from '../../digest.ts';
import type { Instance } from '../instance.ts';
import { readToken } from '../oauth/tokens.ts';
import { ApiError, forbidden } from '../rest/api-error.ts';
import { userById } from '../state/lookup.ts';
import type { UserRecord } from '../state/model.ts';

export type ScopeCategory = 'repository' | 'issue' | 'user' | 'misc';

/** Who asks, and what the token lets them do. */
export type Caller = { user: UserRecord; scopes: readonly string[] };

/** The caller of a request, or null for one without a token. Throws 401 for a token that does not work. */
export function authenticate(instance: Instance, request: IncomingMessage): Caller | null {
  const { state } = instance.store;
  const [, token] = /^(?:token|bearer)\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined) {
    return null;
  }
  const digest = digestOf(token);
  const found = state.tokens.find((each) => each.digest === digest && !each.isRevoked);
  if (found === undefined) {
    const oauth = callerOfAccessToken(instance, token);
    if (oauth !== null) {
      return oauth;
    }
    throw new ApiError(401, 'invalid username, password or token');
  }
  return { user: userById(state, found.userId), scopes: found.scopes };
}

const SIGN_IN_SCOPES = ['openid', 'profile', 'email', 'groups'];
const KNOWN_SCOPE =
  /^(all|public-only|(read|write):(activitypub|admin|issue|misc|notification|organization|package|repository|user))$/;

/** Whose access token of OAuth it is; null for anything else, and for what has ended or was taken back. */
export function callerOfAccessToken(instance: Instance, token: string): Caller | null {
  const { state } = instance.store;
  const consent = readToken(instance, token, 'access')?.consent;
  return consent === undefined ? null : { user: userById(state, consent.userId), scopes: apiScopesOf(consent.scope) };
}

/** A token for signing in may do everything, unless scopes of the API were asked for besides (services/oauth2_provider). */
function apiScopesOf(scope: string): readonly string[] {
  const others = scope.split(' ').filter((each) => each !== '' && !SIGN_IN_SCOPES.includes(each));
  return others.length > 0 && others.every((each) => KNOWN_SCOPE.test(each)) ? others : ['all'];
}

/** Throws 403 where none of the token's scopes allows it; `write` holds `read` (models/auth/access_token_scope.go). */
export function requireScope({ scopes }: Caller, category: ScopeCategory, level: 'read' | 'write'): void {
  const wanted = level === 'read' ? [`read:${category}`, `write:${category}`] : [`write:${category}`];
  if (!scopes.includes('all') && !wanted.some((scope) => scopes.includes(scope))) {
    throw forbidden(
      `token does not have at least one of required scope(s), required=[${level}:${category}], token scope=${scopes.join(',')}`,
    );
  }
}
