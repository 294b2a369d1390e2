/** A browser without scripts, enough to sign in at a forge of the sandbox: it keeps cookies, follows redirects and posts forms. */
export type SignInBrowser = {
  /**
   * Follows `url` up to where it leaves the forge, signing in on the way and agreeing to what is asked there; gives the
   * address it is sent to.
   */
  signIn(url: string, username: string, password: string): Promise<URL>;
  /** The same, but the person says no where they are asked. */
  decline(url: string, username: string, password: string): Promise<URL>;
  /** One page with its redirects; `html` is empty, and the status 0, where it leads away from the forge. */
  visit(url: string, form?: Record<string, string>): Promise<Page>;
};

export type Page = { url: string; html: string; status: number };

export function createSignInBrowser(forgeUrl: string): SignInBrowser {
  const cookies = new Map<string, string>();

  async function visit(url: string, form?: Record<string, string>): Promise<Page> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=', 2);
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) {
      return { url, html: await response.text(), status: response.status };
    }
    const next = new URL(location, url).href;
    return next.startsWith(forgeUrl) ? await visit(next) : { url: next, html: '', status: 0 };
  }

  async function arrive(start: string, username: string, password: string, button: string): Promise<URL> {
    let page = await visit(start);
    const signIn = formsOf(page).find(({ fields }) => fields.some(({ type }) => type === 'password'));
    if (signIn !== undefined) {
      page = await submit(signIn, ({ type, value }) =>
        type === 'hidden' ? value : type === 'password' ? password : username,
      );
    }
    const consent = formsOf(page).find(({ html }) => html.includes(`>${button}</button>`));
    if (consent !== undefined) {
      page = await submit(consent, ({ value }) => value);
    }
    if (page.html !== '') {
      throw new Error(`the forge did not let ${username} in, but shows ${page.url}`);
    }
    return new URL(page.url);
  }

  const submit = ({ action, fields }: PageForm, give: (field: Field) => string) =>
    visit(action, Object.fromEntries(fields.map((field) => [field.name, give(field)])));

  return {
    signIn: (url, username, password) => arrive(url, username, password, 'Authorize'),
    decline: (url, username, password) => arrive(url, username, password, 'Cancel'),
    visit,
  };
}

type Field = { name: string; type: string; value: string };
type PageForm = { action: string; html: string; fields: Field[] };

function formsOf({ url, html }: Page): PageForm[] {
  return [...html.matchAll(/<form method="post" action="([^"]*)">(.*?)<\/form>/gs)].map(
    ([, action = '', inside = '']) => ({
      action: new URL(plain(action), url).href,
      html: inside,
      fields: [...inside.matchAll(/<input ([^>]*)>/g)].map(([, attributes = '']) => ({
        name: attribute(attributes, 'name'),
        type: attribute(attributes, 'type'),
        value: attribute(attributes, 'value'),
      })),
    }),
  );
}

function attribute(text: string, name: string): string {
  return plain(new RegExp(`(?:^| )${name}="([^"]*)"`).exec(text)?.[1] ?? '');
}

function plain(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
