/** A browser without scripts, enough to sign in at the sandbox's GitLab: it keeps a cookie, follows redirects and posts forms. */
export type SignInBrowser = {
  /** Follows `url` up to where it leaves GitLab, signing in on the way; gives the address it is sent to. */
  signIn(url: string, username: string, password: string): Promise<URL>;
};

export function createSignInBrowser(gitLabUrl: string): SignInBrowser {
  let cookie = '';
  async function visit(url: string, form?: Record<string, string>): Promise<{ url: string; html: string }> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: cookie === '' ? {} : { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    cookie = response.headers.getSetCookie().at(-1)?.split(';')[0] ?? cookie;
    const location = response.headers.get('location');
    if (location === null) {
      return { url, html: await response.text() };
    }
    const next = new URL(location, url).href;
    return next.startsWith(gitLabUrl) ? await visit(next) : { url: next, html: '' };
  }
  return {
    async signIn(url, username, password) {
      const page = await visit(url);
      if (page.html === '') {
        return new URL(page.url);
      }
      const form = await visit(`${gitLabUrl}/users/sign_in`, {
        authenticity_token: hidden(page.html, 'authenticity_token'),
        return_to: hidden(page.html, 'return_to'),
        'user[login]': username,
        'user[password]': password,
      });
      if (form.html !== '') {
        throw new Error(`GitLab did not let ${username} in`);
      }
      return new URL(form.url);
    },
  };
}

function hidden(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
}
