import type { IncomingMessage } from 'node:http';
import { hashPassword, isSame } from '../../digest.ts';
import {
  beginSession,
  endSession,
  type SessionHome,
  type Visitor as SomeVisitor,
  visitorAt,
} from '../../oauth/session.ts';
import type { Instance } from '../instance.ts';
import { findUser, userById } from '../state/lookup.ts';
import type { UserRecord } from '../state/model.ts';

export type Visitor = SomeVisitor<UserRecord>;

function homeOf({ store, clock }: Instance): SessionHome<UserRecord> {
  return { cookie: '_gitlab_session', store, now: () => clock.now(), userById: (id) => userById(store.state, id) };
}

/** Who is looking at the web pages. */
export function visitorOf(instance: Instance, request: IncomingMessage): Visitor {
  return visitorAt(homeOf(instance), request);
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
  user.lastSignInAt = instance.clock.now();
  return beginSession(homeOf(instance), user);
}

/** Ends the visitor's session; gives the header that forgets the cookie. */
export function signOut(instance: Instance, visitor: Visitor): Record<string, string> {
  return endSession(homeOf(instance), visitor);
}
