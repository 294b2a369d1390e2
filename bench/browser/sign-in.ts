import type { BrowserContext } from '@playwright/test';
import { signIn } from '../../e2e/support/sign-in.ts';
import { launchBrowser } from './launch.ts';

/** The cookies of somebody who is signed in. */
export type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Signs the administrator in, who may see every page, the way people do. */
export async function signInOnce(portalUrl: string): Promise<SignedIn> {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ baseURL: portalUrl });
    const page = await context.newPage();
    await page.goto('/');
    await signIn(page, 'ada');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    return await context.storageState();
  } finally {
    await browser.close();
  }
}

/** For requests that are made without a browser. */
export function cookieHeader({ cookies }: SignedIn): string {
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}
