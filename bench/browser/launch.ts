import { type Browser, chromium } from '@playwright/test';
import { ensureBrowser, findBrowser } from '#lib/cli/browser.ts';

/** Nothing that a browser does by itself may come between. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const VIEWPORT = { width: 1366, height: 900 };

/** A new browser process without any history. */
export async function launchBrowser(): Promise<Browser> {
  const installed = await ensureBrowser();
  const executablePath = findBrowser();
  if (!installed.ok || executablePath === undefined) {
    throw new Error(`There is no browser to measure with.\n${installed.output}`);
  }
  return await chromium.launch({ executablePath, args: ARGS });
}
