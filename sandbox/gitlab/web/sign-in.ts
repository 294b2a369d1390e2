import { type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { signInBody } from '../../oauth/forms.ts';
import { localPath, redirectTo } from '../../oauth/redirect.ts';
import { isOwnForm } from '../../oauth/session.ts';
import type { Instance } from '../instance.ts';
import type { SeedUser } from '../options.ts';
import { readForm } from '../rest/read-body.ts';
import { htmlPage } from './layout.ts';
import { checkPassword, signIn, signOut, type Visitor, visitorOf } from './session.ts';

export function signInRoutes(instance: Instance): Route[] {
  return [
    route('GET', '/users/sign_in', (context) => showSignIn(instance, context)),
    route('POST', '/users/sign_in', (context) => submitSignIn(instance, context)),
    route('GET', '/users/sign_out', (context) => endSession(instance, context)),
    route('POST', '/users/sign_out', (context) => endSession(instance, context)),
  ];
}

/** Where to send somebody who must sign in before `path`. */
export function signInPath(path: string): string {
  return `/users/sign_in?${new URLSearchParams({ return_to: path }).toString()}`;
}

function showSignIn(instance: Instance, context: RequestContext): Reply {
  const visitor = visitorOf(instance, context.request);
  const returnTo = localPath(context.query.get('return_to'));
  if (visitor.signedIn !== null) {
    return redirectTo(returnTo);
  }
  return signInPage(instance, visitor, returnTo, null);
}

async function submitSignIn(instance: Instance, context: RequestContext): Promise<Reply> {
  const visitor = visitorOf(instance, context.request);
  const form = await readForm(context);
  const returnTo = localPath(form.get('return_to'));
  if (!isOwnForm(visitor, form)) {
    return signInPage(instance, visitor, returnTo, 'This form had expired. Please sign in again.', 422);
  }
  const login = form.get('user[login]') ?? '';
  const user = checkPassword(instance, login.trim(), form.get('user[password]') ?? '');
  if (user === null) {
    return signInPage(instance, visitor, returnTo, 'Invalid login or password.', 200, login);
  }
  const headers = signIn(instance, user);
  await instance.store.saved();
  return redirectTo(returnTo, headers);
}

/** GitLab wants a form here; a link is enough for the sandbox, where it is how a second person takes over a browser. */
async function endSession(instance: Instance, context: RequestContext): Promise<Reply> {
  const headers = signOut(instance, visitorOf(instance, context.request));
  await instance.store.saved();
  return redirectTo(localPath(context.query.get('return_to') ?? '/users/sign_in'), headers);
}

function signInPage(
  instance: Instance,
  visitor: Visitor,
  returnTo: string,
  problem: string | null,
  status = 200,
  login = '',
): Reply {
  return htmlPage({
    title: 'Sign in',
    status,
    headers: visitor.headers,
    body: signInBody({
      product: 'GitLab',
      application: askingApplication(instance, returnTo),
      problem,
      action: '/users/sign_in',
      hidden: { authenticity_token: visitor.formToken, return_to: returnTo },
      fields: { login: 'user[login]', password: 'user[password]' },
      login,
      people: instance.seed.users.map((user) => ({
        login: user.username,
        password: user.password,
        name: user.name,
        role: roleOf(user),
      })),
    }),
  });
}

const ROLES: Record<number, string> = { 10: 'guest', 20: 'reporter', 30: 'developer', 40: 'maintainer', 50: 'owner' };

function roleOf(user: SeedUser): string {
  const roles = user.groups.map((group) => `${ROLES[group.accessLevel] ?? 'member'} of ${group.path}`);
  return [...(user.admin === true ? ['administrator'] : []), ...roles].join(', ') || 'no group';
}

/** The name of the application whose authorize page waits behind the sign-in. */
function askingApplication(instance: Instance, returnTo: string): string | null {
  if (!returnTo.startsWith('/oauth/authorize?')) {
    return null;
  }
  const clientId = new URLSearchParams(returnTo.slice(returnTo.indexOf('?'))).get('client_id');
  return instance.store.state.applications.find((each) => each.clientId === clientId)?.name ?? null;
}
