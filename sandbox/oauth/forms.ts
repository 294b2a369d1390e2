import { escapeHtml } from '../html.ts';

export type Person = { login: string; password: string; name: string; role: string };

export type SignInForm = {
  /** Whose form it is: GitLab, Gitea, GitHub. */
  product: string;
  /** The name of the application whose authorize page waits behind the sign-in. */
  application: string | null;
  problem: string | null;
  action: string;
  hidden: Readonly<Record<string, string>>;
  /** What the server calls the two fields. */
  fields: { login: string; password: string };
  /** What was typed before. */
  login: string;
  people: readonly Person[];
};

/** Everybody as a button, and the form for a password. */
export function signInBody(form: SignInForm): string {
  const { product, application, problem, action, fields, login } = form;
  const hidden = hiddenFields(form.hidden);
  const forWhom = application === null ? '' : ` to continue to <strong>${escapeHtml(application)}</strong>`;
  const alert = problem === null ? '' : `<p class="bad" role="alert">${escapeHtml(problem)}</p>`;
  return `<main class="narrow"><h1>Sign in${forWhom}</h1>
<p class="note">This is the ${product} of the sandbox platform on this computer. It is not a real ${product}, and the people in it are made up.</p>
${alert}
<h2 id="people">Continue as</h2>
<div role="group" aria-labelledby="people">
${form.people.map((person) => personForm(form, person, hidden)).join('\n')}
</div>
<h2>Or with a password</h2>
<form method="post" action="${action}">${hidden}
<label for="user_login">Username or email</label>
<input id="user_login" name="${fields.login}" value="${escapeHtml(login)}" autocomplete="username" required${problem === null ? '' : ' autofocus'}>
<label for="user_password">Password</label>
<input id="user_password" name="${fields.password}" type="password" autocomplete="current-password" required>
<button class="main">Sign in</button></form></main>`;
}

/** One button that posts the same form with the seeded password, which is no secret here. */
function personForm({ action, fields }: SignInForm, person: Person, hidden: string): string {
  return `<form method="post" action="${action}">${hidden}
${hiddenFields({ [fields.login]: person.login, [fields.password]: person.password })}
<button class="person">${escapeHtml(person.name)} <span>@${escapeHtml(person.login)} · ${escapeHtml(person.role)}</span></button></form>`;
}

export type ConsentForm = {
  application: string;
  scopes: readonly string[];
  action: string;
  hidden: Readonly<Record<string, string>>;
  /** What each button sends besides. */
  agree: Readonly<Record<string, string>>;
  decline: Readonly<Record<string, string>>;
};

export function consentBody({ application, scopes, action, hidden, agree, decline }: ConsentForm): string {
  const form = (extra: Readonly<Record<string, string>>, button: string) =>
    `<form method="post" action="${action}">${hiddenFields({ ...hidden, ...extra })}${button}</form>`;
  return `<main class="narrow"><h1>${escapeHtml(application)} asks for access to your account</h1>
<p>It will be able to use:</p><ul>${scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>
${form(agree, '<button class="main">Authorize</button>')}
${form(decline, '<p><button>Cancel</button></p>')}</main>`;
}

function hiddenFields(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('\n');
}
