import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findBrowser } from '../../lib/cli/browser.ts';
import { STATE_DIR } from './platform.ts';

/** The sandbox's people: vic looks on, dana writes changes, rui reviews them, ada administers. */
export const PEOPLE = ['vic', 'dana', 'rui', 'ada'] as const;
export type Person = (typeof PEOPLE)[number];

/** Where the cookies of a signed-in person are kept. */
export const cookiesOf = (person: Person) => join(STATE_DIR, `${person}.json`);

/** Goes through the forge's own sign-in, as a person does. `page` is at the portal's sign-in. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with GitLab' }).click();
  await page.getByLabel('Username').fill(person);
  await page.getByLabel('Password').fill('sandbox');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs everybody in once, so that tests begin where their subject does. */
export async function signInAll(portalUrl: string): Promise<void> {
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox'],
  });
  for (const person of PEOPLE) {
    const context = await browser.newContext({ baseURL: portalUrl });
    const page = await context.newPage();
    await page.goto('/');
    await signIn(page, person);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await context.storageState({ path: cookiesOf(person) });
    await context.close();
  }
  await browser.close();
}
