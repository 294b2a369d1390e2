import { defineConfig } from '@playwright/test';
import { findBrowser } from './lib/cli/browser.ts';

const executablePath = findBrowser();
const isLong = process.env.PORTOLAN_LONG === '1';

/** The browser tests: the production build on a sandbox of its own, which `e2e/support/start-platform.ts` starts. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '.portolan/test/browser',
  globalSetup: './e2e/support/start-platform.ts',
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: isLong ? 3_600_000 : 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '.portolan/test/browser.json' }]],
  projects: [
    { name: 'main', testIgnore: ['attacks/**', 'faults/**', 'long/**', 'pictures/**'] },
    // What strangers and hostile people try over HTTP; it must not break the platform for anybody.
    { name: 'attacks', testMatch: 'attacks/**/*.spec.ts', dependencies: ['main'] },
    // What breaks the platform for everybody comes last, and one at a time.
    { name: 'faults', testMatch: 'faults/**', dependencies: ['main', 'attacks'], workers: 1 },
    ...(isLong ? [{ name: 'long', testMatch: 'long/**', dependencies: ['faults'], workers: 1 }] : []),
    ...(process.env.PORTOLAN_PICTURES === undefined ? [] : [{ name: 'pictures', testMatch: 'pictures/**' }]),
  ],
  use: {
    ...(executablePath === undefined ? {} : { launchOptions: { executablePath, args: ['--no-sandbox'] } }),
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    screenshot: 'only-on-failure',
    // Filming every page takes a third of the processor; a failure has its picture, and PORTOLAN_TRACE=1 records the rest.
    trace: process.env.PORTOLAN_TRACE === '1' ? 'retain-on-failure' : 'off',
  },
});
