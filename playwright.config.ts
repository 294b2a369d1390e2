import { defineConfig } from '@playwright/test';
import { RUN } from './e2e/support/platform.ts';
import { findBrowser } from './lib/cli/browser.ts';

const executablePath = findBrowser();
/** Faults after which all is to be right within seconds: nothing else may take the processor meanwhile. */
const TABLE = ['faults/table.spec.ts', 'faults/line.spec.ts', 'faults/models.spec.ts', 'faults/prometheus.spec.ts'];
/** Whether the other faults have a run of their own beside this one, as in `npm test`. */
const isBeside = process.env.PORTOLAN_BROWSER_RUN !== undefined;
const isLong = process.env.PORTOLAN_LONG === '1';

/** The browser tests: the production build on a sandbox of its own, which `e2e/support/start-platform.ts` starts. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: `.portolan/test/${RUN}`,
  globalSetup: './e2e/support/start-platform.ts',
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // Generous, because machines may be slow and busy: what passes costs nothing more. What looks at seconds counts them itself.
  timeout: isLong ? 3_600_000 : 150_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: `.portolan/test/${RUN}.json` }]],
  projects: [
    { name: 'main', testIgnore: ['attacks/**', 'faults/**', 'long/**', 'pictures/**'] },
    // What strangers and hostile people try over HTTP; it must not break the platform for anybody.
    { name: 'attacks', testMatch: 'attacks/**/*.spec.ts', dependencies: ['main'] },
    // What breaks the platform for everybody comes last, and one at a time.
    { name: 'faults', testMatch: 'faults/**', testIgnore: TABLE, dependencies: ['main', 'attacks'], workers: 1 },
    { name: 'table', testMatch: TABLE, dependencies: [isBeside ? 'attacks' : 'faults'], workers: 1 },
    ...(isLong ? [{ name: 'long', testMatch: 'long/**', dependencies: ['table'], workers: 1 }] : []),
    ...(process.env.PORTOLAN_PICTURES === undefined ? [] : [{ name: 'pictures', testMatch: 'pictures/**' }]),
  ],
  use: {
    ...(executablePath === undefined ? {} : { launchOptions: { executablePath, args: ['--no-sandbox'] } }),
    viewport: { width: 1440, height: 900 },
    actionTimeout: 30_000,
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    screenshot: 'only-on-failure',
    // Filming every page takes a third of the processor; a failure has its picture, and PORTOLAN_TRACE=1 records the rest.
    trace: process.env.PORTOLAN_TRACE === '1' ? 'retain-on-failure' : 'off',
  },
});
