import { test as base, expect, type Page } from '@playwright/test';
import { type Platform, readPlatform } from './platform.ts';
import { cookiesOf, type Person } from './sign-in.ts';

type Options = {
  /** What the browser's console may say in this test; everything else of warnings and errors fails it. */
  allowedNoise: RegExp | null;
};

type Fixtures = {
  platform: Platform;
  /** A page of a person who is signed in, in a browser of their own. */
  as: (person: Person, options?: { width?: number; theme?: 'light' | 'dark' }) => Promise<Page>;
  /** A page of somebody who is not signed in. */
  stranger: Page;
};

/** Collects what the console of a page warns of. */
function listen(page: Page, noise: string[]): void {
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) {
      noise.push(`${message.type()}: ${message.text()} (${message.location().url || page.url()} on ${page.url()})`);
    }
  });
  page.on('pageerror', (error) => noise.push(`uncaught: ${error.message} (${page.url()})`));
}

export const test = base.extend<Fixtures & Options & { noise: string[] }>({
  allowedNoise: [null, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern.
  platform: async ({}, use) => use(readPlatform()),
  noise: [
    async ({ allowedNoise }, use) => {
      const noise: string[] = [];
      await use(noise);
      expect(
        noise.filter((line) => allowedNoise === null || !allowedNoise.test(line)),
        'the console stays quiet',
      ).toEqual([]);
    },
    { auto: true },
  ],
  as: async ({ browser, platform, noise }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (person, { width = 1440, theme = 'light' } = {}) => {
      const context = await browser.newContext({
        baseURL: platform.portalUrl,
        storageState: cookiesOf(person),
        viewport: { width, height: width < 640 ? 780 : 900 },
        colorScheme: theme,
        reducedMotion: 'reduce',
      });
      contexts.push(context);
      const page = await context.newPage();
      listen(page, noise);
      return page;
    });
    for (const context of contexts) {
      await context.close();
    }
  },
  stranger: async ({ browser, platform, noise }, use) => {
    const context = await browser.newContext({ baseURL: platform.portalUrl, reducedMotion: 'reduce' });
    const page = await context.newPage();
    listen(page, noise);
    await use(page);
    await context.close();
  },
});

/** The chip in the frame that says how fresh what is shown is. */
export const freshnessOf = (page: Page) => page.locator('[data-freshness]:visible').first();

export { expect };
