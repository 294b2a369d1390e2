import type { IncomingMessage } from 'node:http';
import { digestOf, isSame, keyedDigest, randomToken } from '../digest.ts';
import type { SessionRecord } from './records.ts';

const SESSION_MS = 7 * 24 * 60 * 60 * 1000;

/** Where a server keeps who is signed in. */
export type SessionHome<User> = {
  /** The name of its cookie. */
  cookie: string;
  store: { readonly state: { secret: string; sessions: SessionRecord[] }; changed(): void };
  now: () => number;
  userById: (id: number) => User;
};

export type Visitor<User> = {
  /** The value of the session cookie; new for somebody who came without one. */
  cookie: string;
  /** To be sent along, when the cookie is new. */
  headers: Record<string, string>;
  signedIn: { user: User; session: SessionRecord } | null;
  /** Forms of this visitor carry it, so that no other site can post them. */
  formToken: string;
};

/** Who is looking at the web pages. */
export function visitorAt<User>(home: SessionHome<User>, request: IncomingMessage): Visitor<User> {
  const { state } = home.store;
  const known = cookieOf(home, request);
  const cookie = known ?? randomToken();
  const digest = digestOf(cookie);
  const session = state.sessions.find((each) => each.digest === digest && each.expiresAt > home.now());
  return {
    cookie,
    headers: known === null ? { 'set-cookie': cookieHeader(home, cookie) } : {},
    signedIn: session === undefined ? null : { session, user: home.userById(session.userId) },
    formToken: keyedDigest(state.secret, cookie),
  };
}

/** Signs in under a new cookie; gives the header that sets it. */
export function beginSession<User extends { id: number }>(home: SessionHome<User>, user: User): Record<string, string> {
  const { state } = home.store;
  const cookie = randomToken();
  const now = home.now();
  state.sessions = state.sessions.filter((session) => session.expiresAt > now);
  state.sessions.push({ digest: digestOf(cookie), userId: user.id, signedInAt: now, expiresAt: now + SESSION_MS });
  home.store.changed();
  return { 'set-cookie': cookieHeader(home, cookie) };
}

/** Ends the visitor's session; gives the header that forgets the cookie. */
export function endSession<User>(home: SessionHome<User>, visitor: Visitor<User>): Record<string, string> {
  const { state } = home.store;
  const digest = digestOf(visitor.cookie);
  state.sessions = state.sessions.filter((session) => session.digest !== digest);
  home.store.changed();
  return { 'set-cookie': `${home.cookie}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0` };
}

/** @param field the name that the server's forms have for it */
export function isOwnForm(visitor: Visitor<unknown>, form: URLSearchParams, field = 'authenticity_token'): boolean {
  return isSame(form.get(field) ?? '', visitor.formToken);
}

function cookieHeader({ cookie }: Pick<SessionHome<unknown>, 'cookie'>, value: string): string {
  return `${cookie}=${value}; Path=/; HttpOnly; SameSite=Lax`;
}

function cookieOf({ cookie }: Pick<SessionHome<unknown>, 'cookie'>, request: IncomingMessage): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === cookie && value !== undefined && /^[0-9a-f]{64}$/.test(value)) {
      return value;
    }
  }
  return null;
}
