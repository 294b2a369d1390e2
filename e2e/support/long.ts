import { test } from '@playwright/test';

/** `npm run test:long`: everything that is also in `npm test`, and what that has no time for. */
export const isLong = process.env.PORTOLAN_LONG === '1';

/** For a test whose like the table of faults lives through in every run. */
export function onlyInLongRuns(): void {
  test.info().skip(!isLong, 'in npm run test:long');
}
