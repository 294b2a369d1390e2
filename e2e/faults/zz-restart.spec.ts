import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { startPortalProcess } from '../../lib/cli/demo/portal-process.ts';
import { endProcess } from '../../lib/cli/process/end-process.ts';
import { cookieHeader, loadUntilGone, openStream } from '../support/load.ts';
import { readPlatform } from '../support/platform.ts';
import { expect, freshnessOf, test } from '../support/test.ts';

const CLIENTS = 8;
const STREAMS = 20;
const PATHS = ['/healthz', '/api/views/inbox', '/waves', '/changes'];

/** After `z-portal.spec.ts`, which has ended the portal that the others share; run alone, it is still there. */
test.beforeAll(() => {
  const { portalPid } = readPlatform();
  const program = `/proc/${portalPid}/cmdline`;
  if (existsSync(program) && readFileSync(program, 'utf8').includes('.next/standalone/server.js')) {
    process.kill(portalPid, 'SIGKILL');
  }
});

test.describe('a portal that is told to stop', () => {
  test.use({ allowedNoise: /net::ERR_|status of 50\d/ });

  test('under load cuts nobody off, ends its streams, and is found again by them', async ({ as, platform }) => {
    const cookie = cookieHeader('dana');
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
      const toldAt = Date.now();
      first.kill('SIGTERM');
      const [status, signal] = (await once(first, 'exit')) as [number | null, string | null];
      const stopMs = Date.now() - toldAt;
      const outcomes = await loading;
      expect({ status, signal }).toEqual({ status: 0, signal: null });
      expect(stopMs, 'drained within 5 s').toBeLessThanOrEqual(5_000);
      expect(outcomes.filter(({ kind }) => kind === 'answered').length).toBeGreaterThan(CLIENTS * 4);
      expect(outcomes.filter(({ kind }) => kind === 'cut')).toEqual([]);
      expect(outcomes.filter((each) => each.kind === 'answered' && each.status !== 200)).toEqual([]);
      for (const stream of streams) {
        expect(await stream.ended).toBe('ended');
        expect(stream.text()).toMatch(/^retry: \d+/);
      }
      second = await startPortalProcess(platform.portalPort, platform.environment);
      const backAt = Date.now();
      await expect(freshnessOf(page)).toContainText('Live', { timeout: 10_000 });
      const backMs = Date.now() - backAt;
      expect(await page.evaluate(() => 'loadedOnce' in window)).toBe(true);
      test.info().annotations.push({ type: 'figures', description: `stop ${stopMs} ms, back ${backMs} ms` });
      expect(backMs, 'streams back within 3 s').toBeLessThanOrEqual(3_000);
    } finally {
      await endProcess(first, 'SIGKILL');
      if (second !== undefined) {
        await endProcess(second);
      }
    }
  });

  test('is the only one on its file: a second start refuses, and says why', async ({ platform }) => {
    const first = await startPortalProcess(platform.portalPort, platform.environment);
    try {
      await expect(startPortalProcess(platform.portalPort + 1, platform.environment)).rejects.toThrow(
        /Portolan cannot start: Another Portolan is using the database .*portolan\.db\. Stop it first/,
      );
      expect((await fetch(`${platform.portalUrl}/readyz`)).status).toBe(200);
    } finally {
      await endProcess(first);
    }
  });
});
