import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPortalProcess } from '../../lib/cli/demo/portal-process.ts';
import { endProcess } from '../../lib/cli/process/end-process.ts';
import { freePort } from '../../lib/cli/process/hold-port.ts';
import { cookieOf } from '../support/attacks/callers.ts';
import { loadUntilGone, openStream } from '../support/load.ts';
import { readPlatform } from '../support/platform.ts';
import { expect, freshnessOf, test } from '../support/test.ts';

const CLIENTS = 8;
const STREAMS = 20;
/** Between the last look who is at the door and its closing the kernel may still let somebody in, and resets them. */
const MOST_CUT = 1;
const PATHS = ['/healthz', '/api/views/inbox', '/waves', '/changes'];

/** After `z-portal.spec.ts`, which has ended the portal that the others share; run alone, it is still there. */
test.beforeAll(() => {
  const { portalPid } = readPlatform();
  const program = `/proc/${portalPid}/cmdline`;
  // Next gives its process a title of its own.
  if (existsSync(program) && readFileSync(program, 'utf8').startsWith('next-server')) {
    process.kill(portalPid, 'SIGKILL');
  }
});

test('a portal is the only one on its file: a second start refuses, and says why', async ({ platform }) => {
  const first = await startPortalProcess(platform.portalPort, platform.environment);
  try {
    await expect(startPortalProcess(await freePort(), platform.environment)).rejects.toThrow(
      /Portolan cannot start: Another Portolan is using the database .*portolan\.db\. Stop it first/,
    );
    expect((await fetch(`${platform.portalUrl}/readyz`)).status).toBe(200);
  } finally {
    await endProcess(first);
  }
  // What it compiled is there for the next start.
  const { PORTOLAN_STATE_DIR = '' } = platform.environment;
  expect(readdirSync(join(PORTOLAN_STATE_DIR, 'compile-cache'), { recursive: true }).length).toBeGreaterThan(100);
});

test.describe('a portal that is told to stop under load', () => {
  test.use({ allowedNoise: /net::ERR_|status of 50\d/ });

  test('answers who is in, ends its streams in order, and is found again by a page', async ({ as, platform }) => {
    const cookie = cookieOf('dana');
    const first = await startPortalProcess(platform.portalPort, platform.environment);
    let second: typeof first | undefined;
    try {
      const page = await as('dana');
      await page.goto('/waves');
      await page.evaluate(() => Object.assign(window, { loadedOnce: true }));
      await expect(freshnessOf(page)).toContainText('Live');
      const streams = await Promise.all(Array.from({ length: STREAMS }, () => openStream(platform.portalUrl, cookie)));
      const loading = loadUntilGone(platform.portalUrl, PATHS, cookie, CLIENTS);
      await page.waitForTimeout(1_000);
      const exit = once(first, 'exit');
      first.kill('SIGTERM');
      expect(await exit).toEqual([0, null]);
      const outcomes = await loading;
      const answered = outcomes.filter(({ kind }) => kind === 'answered');
      expect(answered.length).toBeGreaterThan(CLIENTS * 4);
      expect(answered.filter((each) => !('status' in each && each.status === 200))).toEqual([]);
      expect(outcomes.filter(({ kind }) => kind === 'cut').length).toBeLessThanOrEqual(MOST_CUT);
      for (const { ended } of streams) {
        expect(await ended).toEqual({ kind: 'answered', status: 200 });
      }
      second = await startPortalProcess(platform.portalPort, platform.environment);
      await expect(freshnessOf(page)).toContainText('Live');
      expect(await page.evaluate(() => 'loadedOnce' in window)).toBe(true);
    } finally {
      await endProcess(first, 'SIGKILL');
      if (second !== undefined) {
        await endProcess(second);
      }
    }
  });
});
