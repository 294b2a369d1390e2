import { type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { signInBody } from '../../oauth/forms.ts';
import { htmlPage, type Page } from '../../oauth/page.ts';
import { localPath, redirectTo } from '../../oauth/redirect.ts';
import { beginSession, isOwnForm, type Visitor as SomeVisitor, visitorAt } from '../../oauth/session.ts';
import { ApiError } from '../rest/api-error.ts';
import type { OAuthHome } from './home.ts';
import type { Person } from './people.ts';

export type Visitor = SomeVisitor<Person>;

const MAX_FORM_BYTES = 64 * 1024;

export const gitHubPage = (page: Omit<Page, 'product' | 'signedIn'>): Reply => htmlPage({ ...page, product: 'GitHub' });

export function signInRoutes(home: OAuthHome): Route[] {
  return [
    route('GET', '/login', (context) => showSignIn(home, context)),
    route('POST', '/session', (context) => submitSignIn(home, context)),
  ];
}

/** Where to send somebody who must sign in before `path`. */
export function signInPath(path: string): string {
  return `/login?${new URLSearchParams({ return_to: path }).toString()}`;
}

export async function readForm(context: RequestContext): Promise<URLSearchParams> {
  try {
    return new URLSearchParams((await context.readBody(MAX_FORM_BYTES)).toString('utf8'));
  } catch (error) {
    throw error instanceof RangeError ? new ApiError(413, 'Payload Too Large') : error;
  }
}

function showSignIn(home: OAuthHome, { request, query }: RequestContext): Reply {
  const visitor = visitorAt(home.sessions, request);
  const returnTo = localPath(query.get('return_to'));
  return visitor.signedIn === null ? signInPage(home, visitor, returnTo, null) : redirectTo(returnTo);
}

async function submitSignIn(home: OAuthHome, context: RequestContext): Promise<Reply> {
  const visitor = visitorAt(home.sessions, context.request);
  const form = await readForm(context);
  const returnTo = localPath(form.get('return_to'));
  if (!isOwnForm(visitor, form)) {
    return signInPage(home, visitor, returnTo, 'This form had expired. Please sign in again.', '', 422);
  }
  const login = (form.get('login') ?? '').trim();
  const person = home.people.withPassword(login, form.get('password') ?? '');
  return person === null
    ? signInPage(home, visitor, returnTo, 'Incorrect username or password.', login)
    : redirectTo(returnTo, beginSession(home.sessions, person));
}

function signInPage(
  { people }: OAuthHome,
  visitor: Visitor,
  returnTo: string,
  problem: string | null,
  login = '',
  status = 200,
): Reply {
  const clientId = new URLSearchParams(returnTo.slice(returnTo.indexOf('?'))).get('client_id');
  return gitHubPage({
    title: 'Sign in',
    status,
    headers: visitor.headers,
    body: signInBody({
      product: 'GitHub',
      application: people.applications.find((each) => each.clientId === clientId)?.name ?? null,
      problem,
      action: '/session',
      hidden: { authenticity_token: visitor.formToken, return_to: returnTo },
      fields: { login: 'login', password: 'password' },
      login,
      people: people.all.map(({ login: name, name: fullName, password }) => ({
        login: name,
        password,
        name: fullName ?? name,
        role: people.organizationsOf(name).join(', ') || 'in no organization',
      })),
    }),
  });
}
