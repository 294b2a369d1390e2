import type { Page } from '@playwright/test';

export type PageWatch = {
  /** What a hostile text achieved on the page as it stands, and since the last time somebody asked. */
  achieved(): Promise<string[]>;
};

type Watched = Window & { __ran?: number[]; __violations?: string[] };

/** Notes everything that a hostile text could do to a page: run, call home, become an element, become a link. */
export async function watchPage(page: Page, ownHosts: readonly string[]): Promise<PageWatch> {
  const heard: string[] = [];
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const own = window as Watched;
      own.__violations = [...(own.__violations ?? []), `${violatedDirective} of ${blockedURI}`];
    });
  });
  page.on('dialog', (dialog) => {
    heard.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => heard.push(`a window: ${popup.url()}`));
  page.on('request', (request) => {
    const { host, protocol } = new URL(request.url());
    if (!ownHosts.includes(host) && protocol !== 'data:') {
      heard.push(`a request to ${request.url()}`);
    }
  });
  return {
    async achieved() {
      const seen = await page.evaluate(lookAround, [...ownHosts]);
      return [...heard.splice(0), ...seen].map((each) => `${page.url()}: ${each}`);
    },
  };
}

/** Runs in the page. */
function lookAround(ownHosts: string[]): string[] {
  const own = window as Watched;
  const addresses = ['href', 'src', 'action', 'formaction', 'data', 'xlink:href', 'srcdoc', 'poster'];
  const elements = [...document.querySelectorAll('*')];
  const links = elements.flatMap((element) =>
    addresses.flatMap((name) => {
      const address = element.getAttribute(name);
      const url = address === null ? null : URL.parse(address, document.baseURI);
      const isGood =
        url !== null && /^https?:$/.test(url.protocol) && ownHosts.includes(url.host) && url.username === '';
      return address === null || isGood ? [] : [`<${element.tagName} ${name}="${address}">`];
    }),
  );
  const handlers = elements.flatMap((element) =>
    element.getAttributeNames().filter((name) => name.startsWith('on') || name === 'data-xss'),
  );
  return [
    ...(own.__ran ?? []).map((id) => `payload ${id} ran`),
    ...(own.__violations ?? []).map((violation) => `the policy was violated: ${violation}`),
    ...handlers.map((name) => `an element with ${name}`),
    ...links.map((link) => `a link: ${link}`),
  ];
}
