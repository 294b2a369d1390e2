import type { IncomingMessage } from 'node:http';
import { digestOf } from '../../digest.ts';
import type { Instance } from '../instance.ts';
import { bearerError, forbidden, unauthorized } from '../rest/api-error.ts';
import { findUser, userById } from '../state/lookup.ts';
import type { AccessTokenRecord, PersonalTokenRecord, UserRecord } from '../state/model.ts';

/** Who asks, and what the token lets them do. */
export type Caller = {
  user: UserRecord;
  scopes: readonly string[];
  token: { kind: 'personal'; record: PersonalTokenRecord } | { kind: 'oauth'; record: AccessTokenRecord };
};

/**
 * The caller of an API request, or null for one without a token. Throws 401 for a token that does not work, in the
 * two forms GitLab has: unknown ones get the plain message, expired and revoked ones an OAuth error.
 */
export function authenticate(instance: Instance, request: IncomingMessage, query: URLSearchParams): Caller | null {
  const privateToken = headerOf(request, 'private-token') ?? query.get('private_token');
  if (privateToken !== null) {
    return impersonate(instance, request, personalCaller(instance, privateToken));
  }
  const bearer = bearerOf(request) ?? query.get('access_token');
  if (bearer === null) {
    return null;
  }
  return impersonate(instance, request, oauthCaller(instance, bearer) ?? personalCaller(instance, bearer));
}

/** The same, by the token alone; null when it does not work. For git, which has errors of its own. */
export function callerOfToken(instance: Instance, token: string): Caller | null {
  const { state } = instance.store;
  const digest = digestOf(token);
  const now = instance.clock.now();
  const personal = state.personalTokens.find((record) => record.digest === digest);
  if (personal !== undefined && !personal.isRevoked && personal.expiresAt > now) {
    return callerOfPersonal(instance, personal);
  }
  const access = state.accessTokens.find((record) => record.digest === digest);
  if (access !== undefined && !access.isRevoked && access.expiresAt > now) {
    return callerOfAccess(instance, access);
  }
  return null;
}

function personalCaller(instance: Instance, token: string): Caller {
  const digest = digestOf(token);
  const record = instance.store.state.personalTokens.find((each) => each.digest === digest);
  if (record === undefined) {
    throw unauthorized();
  }
  refuseDead(instance, record);
  record.lastUsedAt = instance.clock.now();
  return callerOfPersonal(instance, record);
}

function oauthCaller(instance: Instance, token: string): Caller | null {
  const digest = digestOf(token);
  const record = instance.store.state.accessTokens.find((each) => each.digest === digest);
  if (record === undefined) {
    return null;
  }
  refuseDead(instance, record);
  return callerOfAccess(instance, record);
}

function refuseDead(instance: Instance, record: { isRevoked: boolean; expiresAt: number }): void {
  if (record.isRevoked) {
    throw bearerError(401, 'invalid_token', 'Token was revoked. You have to re-authorize from the user.');
  }
  if (record.expiresAt <= instance.clock.now()) {
    throw bearerError(401, 'invalid_token', 'Token is expired. You can either do re-authorization or token refresh.');
  }
}

function callerOfPersonal(instance: Instance, record: PersonalTokenRecord): Caller {
  return {
    user: activeUser(instance, record.userId),
    scopes: record.scopes,
    token: { kind: 'personal', record },
  };
}

function callerOfAccess(instance: Instance, record: AccessTokenRecord): Caller {
  return { user: activeUser(instance, record.userId), scopes: record.scopes, token: { kind: 'oauth', record } };
}

function activeUser(instance: Instance, id: number): UserRecord {
  const user = userById(instance.store.state, id);
  if (user.isBlocked) {
    throw forbidden('Your account has been blocked.');
  }
  return user;
}

/** `Sudo`: an administrator's token with that scope acts as somebody else. */
function impersonate(instance: Instance, request: IncomingMessage, caller: Caller): Caller {
  const name = headerOf(request, 'sudo');
  if (name === null) {
    return caller;
  }
  if (!caller.user.isAdmin) {
    throw forbidden('Must be admin to use sudo');
  }
  if (!caller.scopes.includes('sudo')) {
    throw insufficientScope(['sudo']);
  }
  const { users } = instance.store.state;
  const user = findUser(instance.store.state, name) ?? users.find((each) => String(each.id) === name);
  if (user === undefined) {
    throw forbidden(`User with ID or username '${name}'`);
  }
  return { ...caller, user };
}

export function insufficientScope(accepted: readonly string[]): Error {
  return bearerError(
    403,
    'insufficient_scope',
    'The request requires higher privileges than provided by the access token.',
    accepted.join(' '),
  );
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function bearerOf(request: IncomingMessage): string | null {
  const value = headerOf(request, 'authorization');
  return value?.toLowerCase().startsWith('bearer ') ? value.slice('bearer '.length).trim() : null;
}
