import type { IncomingMessage } from 'node:http';
import { hashPassword, isSame } from '../../digest.ts';
import { type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { signInBody } from '../../oauth/forms.ts';
import { htmlPage, type Page } from '../../oauth/page.ts';
import { localPath, redirectTo } from '../../oauth/redirect.ts';
import {
  beginSession,
  isOwnForm,
  type SessionHome,
  type Visitor as SomeVisitor,
  visitorAt,
} from '../../oauth/session.ts';
import type { Instance } from '../instance.ts';
import { ApiError } from '../rest/api-error.ts';
import { findUser, membershipsOf, requireUser, userById } from '../state/lookup.ts';
import type { UserRecord } from '../state/model.ts';

export type Visitor = SomeVisitor<UserRecord>;

/** What Gitea calls the field that shows a form to be its own. */
export const FORM_TOKEN = '_csrf';
const MAX_FORM_BYTES = 64 * 1024;

export const giteaPage = (page: Omit<Page, 'product' | 'signedIn'>): Reply => htmlPage({ ...page, product: 'Gitea' });

export function signInRoutes(instance: Instance): Route[] {
  return [
    route('GET', '/user/login', (context) => showSignIn(instance, context)),
    route('POST', '/user/login', (context) => submitSignIn(instance, context)),
  ];
}

/** Where to send somebody who must sign in before `path`. */
export function signInPath(path: string): string {
  return `/user/login?${new URLSearchParams({ redirect_to: path }).toString()}`;
}

export function visitorOf(instance: Instance, request: IncomingMessage): Visitor {
  return visitorAt(homeOf(instance), request);
}

/** The fields of a form, from a page or an application. Throws 413 past the limit. */
export async function readForm(context: RequestContext): Promise<URLSearchParams> {
  try {
    return new URLSearchParams((await context.readBody(MAX_FORM_BYTES)).toString('utf8'));
  } catch (error) {
    throw error instanceof RangeError ? new ApiError(413, 'Request Entity Too Large') : error;
  }
}

function homeOf({ store, clock }: Instance): SessionHome<UserRecord> {
  return { cookie: 'i_like_gitea', store, now: () => clock.now(), userById: (id) => userById(store.state, id) };
}

function showSignIn(instance: Instance, { request, query }: RequestContext): Reply {
  const visitor = visitorOf(instance, request);
  const returnTo = localPath(query.get('redirect_to'));
  return visitor.signedIn === null ? signInPage(instance, visitor, returnTo, null) : redirectTo(returnTo, {}, 303);
}

async function submitSignIn(instance: Instance, context: RequestContext): Promise<Reply> {
  const visitor = visitorOf(instance, context.request);
  const form = await readForm(context);
  const returnTo = localPath(form.get('redirect_to'));
  if (!isOwnForm(visitor, form, FORM_TOKEN)) {
    return { status: 400, headers: { 'content-type': 'text/plain;charset=utf-8' }, body: 'Invalid CSRF token.' };
  }
  const login = (form.get('user_name') ?? '').trim();
  const user = userOf(instance, login, form.get('password') ?? '');
  if (user === null) {
    return signInPage(instance, visitor, returnTo, 'Username or password is incorrect.', login);
  }
  const headers = beginSession(homeOf(instance), user);
  await instance.store.saved();
  return redirectTo(returnTo, headers, 303);
}

/** The one whose password this is, or null. */
function userOf({ store: { state } }: Instance, login: string, password: string): UserRecord | null {
  const user = findUser(state, login) ?? state.users.find(({ email }) => email !== '' && email === login) ?? null;
  const isRight = user?.password != null && isSame(hashPassword(password, user.password.salt), user.password.hash);
  return isRight ? user : null;
}

function signInPage(instance: Instance, visitor: Visitor, returnTo: string, problem: string | null, login = ''): Reply {
  const { state } = instance.store;
  const clientId = new URLSearchParams(returnTo.slice(returnTo.indexOf('?'))).get('client_id');
  return giteaPage({
    title: 'Sign in',
    headers: visitor.headers,
    body: signInBody({
      product: 'Gitea',
      application: state.applications.find((each) => each.clientId === clientId)?.name ?? null,
      problem,
      action: '/user/login',
      hidden: { [FORM_TOKEN]: visitor.formToken, redirect_to: returnTo },
      fields: { login: 'user_name', password: 'password' },
      login,
      people: instance.people.map(({ login: name, fullName, password = '' }) => ({
        login: name,
        password,
        name: fullName === '' ? name : fullName,
        role: roleOf(instance, requireUser(state, name)),
      })),
    }),
  });
}

function roleOf({ store: { state } }: Instance, user: UserRecord): string {
  const teams = membershipsOf(state, user).map(
    ({ organization, teams: of }) => `${of.join(', ')} of ${organization.login}`,
  );
  return [...(user.isAdmin ? ['administrator'] : []), ...teams].join(', ') || 'in no organization';
}
