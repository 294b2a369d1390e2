import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { runStep, type StepResult } from './run-step.ts';

/** Debian's: first the one without a window of its own, which is what Playwright brings as well and takes half the processor. */
const DEBIAN_PACKAGES = ['chromium-headless-shell', 'chromium'];
const DEBIAN_CHROMIUM = DEBIAN_PACKAGES.map((name) => `/usr/bin/${name}`);

/** The browser to test with: the one named, Debian's, or Playwright's own; undefined when none is installed. */
export function findBrowser(): string | undefined {
  const candidates = [process.env.PLAYWRIGHT_CHROMIUM, ...DEBIAN_CHROMIUM, chromium.executablePath()];
  return candidates.find((path) => path !== undefined && existsSync(path));
}

/** Installs a browser where there is none: Debian's as root, else Playwright's own. */
export async function ensureBrowser(): Promise<StepResult> {
  if (findBrowser() !== undefined) {
    return { ok: true, output: '', seconds: 0 };
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const updated = await runStep('apt-get', ['update', '-qq']);
    for (const name of DEBIAN_PACKAGES) {
      const installed = await runStep('apt-get', ['install', '-y', '-qq', name]);
      if (installed.ok) {
        return installed;
      }
      process.stdout.write(`apt-get could not install ${name}:\n${updated.output}${installed.output}\n`);
    }
  }
  const downloaded = await runStep('playwright', ['install', 'chromium']);
  const advice =
    '\nNo browser could be installed. Install Chromium (Debian: apt-get install chromium), or name one with PLAYWRIGHT_CHROMIUM.\n';
  return downloaded.ok ? downloaded : { ...downloaded, output: downloaded.output + advice };
}
