import { escapeHtml } from '../../html.ts';
import { type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import type { Instance } from '../instance.ts';
import type { SeedUser } from '../options.ts';
import { readForm } from '../rest/read-body.ts';
import { htmlPage, redirectTo } from './layout.ts';
import { checkPassword, isOwnForm, localPath, signIn, signOut, type Visitor, visitorOf } from './session.ts';

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
  const hidden = `<input type="hidden" name="authenticity_token" value="${visitor.formToken}">
<input type="hidden" name="return_to" value="${escapeHtml(returnTo)}">`;
  const people = instance.seed.users.map((user) => personForm(user, hidden)).join('\n');
  const application = askingApplication(instance, returnTo);
  const forWhom = application === null ? '' : ` to continue to <strong>${escapeHtml(application)}</strong>`;
  const alert = problem === null ? '' : `<p class="bad" role="alert">${escapeHtml(problem)}</p>`;
  return htmlPage({
    title: 'Sign in',
    status,
    headers: visitor.headers,
    body: `<main class="narrow"><h1>Sign in${forWhom}</h1>
<p class="note">This is the GitLab of the sandbox platform on this computer. It is not a real GitLab, and the people in it are made up.</p>
${alert}
<h2 id="people">Continue as</h2>
<div role="group" aria-labelledby="people">
${people}
</div>
<h2>Or with a password</h2>
<form method="post" action="/users/sign_in">${hidden}
<label for="user_login">Username or email</label>
<input id="user_login" name="user[login]" value="${escapeHtml(login)}" autocomplete="username" required${problem === null ? '' : ' autofocus'}>
<label for="user_password">Password</label>
<input id="user_password" name="user[password]" type="password" autocomplete="current-password" required>
<button class="main">Sign in</button></form></main>`,
  });
}

/** One button that posts the same form with the seeded password, which is no secret here. */
function personForm(user: SeedUser, hidden: string): string {
  return `<form method="post" action="/users/sign_in">${hidden}
<input type="hidden" name="user[login]" value="${escapeHtml(user.username)}">
<input type="hidden" name="user[password]" value="${escapeHtml(user.password)}">
<button class="person">${escapeHtml(user.name)} <span>@${escapeHtml(user.username)} · ${escapeHtml(roleOf(user))}</span></button></form>`;
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
