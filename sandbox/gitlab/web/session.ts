import type { IncomingMessage } from 'node:http';
import { digestOf, hashPassword, isSame, keyedDigest, randomToken } from '../access/digest.ts';
import type { Instance } from '../instance.ts';
import { findUser, userById } from '../state/lookup.ts';
import type { SessionRecord, UserRecord } from '../state/model.ts';

const COOKIE = '_gitlab_session';
const SESSION_MS = 7 * 24 * 60 * 60 * 1000;

export type Visitor = {
  /** The value of the session cookie; new for somebody who came without one. */
  cookie: string;
  /** To be sent along, when the cookie is new. */
  headers: Record<string, string>;
  signedIn: { user: UserRecord; session: SessionRecord } | null;
  /** Forms of this visitor carry it, so that no other site can post them. */
  formToken: string;
};

/** Who is looking at the web pages. */
export function visitorOf(instance: Instance, request: IncomingMessage): Visitor {
  const { state } = instance.store;
  const known = cookieOf(request);
  const cookie = known ?? randomToken();
  const digest = digestOf(cookie);
  const session = state.sessions.find((each) => each.digest === digest && each.expiresAt > instance.clock.now());
  return {
    cookie,
    headers: known === null ? { 'set-cookie': cookieHeader(cookie) } : {},
    signedIn: session === undefined ? null : { session, user: userById(state, session.userId) },
    formToken: keyedDigest(state.secret, cookie),
  };
}

/** The user whose password this is, or null. Login is the username or the address. */
export function checkPassword(instance: Instance, login: string, password: string): UserRecord | null {
  const { state } = instance.store;
  const user =
    findUser(state, login) ?? state.users.find((each) => each.email.toLowerCase() === login.toLowerCase()) ?? null;
  if (user === null || user.isBlocked || !isSame(hashPassword(password, user.passwordSalt), user.passwordHash)) {
    return null;
  }
  return user;
}

/** Signs in under a new cookie; gives the header that sets it. */
export function signIn(instance: Instance, user: UserRecord): Record<string, string> {
  const { state } = instance.store;
  const cookie = randomToken();
  const now = instance.clock.now();
  user.lastSignInAt = now;
  state.sessions = state.sessions.filter((session) => session.expiresAt > now);
  state.sessions.push({
    digest: digestOf(cookie),
    userId: user.id,
    signedInAt: now,
    expiresAt: now + SESSION_MS,
  });
  instance.store.changed();
  return { 'set-cookie': cookieHeader(cookie) };
}

/** Ends the visitor's session; gives the header that forgets the cookie. */
export function signOut(instance: Instance, visitor: Visitor): Record<string, string> {
  const { state } = instance.store;
  const digest = digestOf(visitor.cookie);
  state.sessions = state.sessions.filter((session) => session.digest !== digest);
  instance.store.changed();
  return { 'set-cookie': `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0` };
}

export function isOwnForm(visitor: Visitor, form: URLSearchParams): boolean {
  return isSame(form.get('authenticity_token') ?? '', visitor.formToken);
}

/** A path on this server to go on to; anything else becomes the front page. */
export function localPath(wanted: string | null): string {
  const isLocal = wanted?.startsWith('/') === true && !wanted.startsWith('//') && !wanted.startsWith('/\\');
  return isLocal ? wanted : '/';
}

function cookieHeader(value: string): string {
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax`;
}

function cookieOf(request: IncomingMessage): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === COOKIE && value !== undefined && /^[0-9a-f]{64}$/.test(value)) {
      return value;
    }
  }
  return null;
}
