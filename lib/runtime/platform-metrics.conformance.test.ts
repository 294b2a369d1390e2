import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import { freePort } from '#lib/cli/process/hold-port.ts';
import { findPrometheus, NO_PROMETHEUS } from '#lib/cli/prometheus/find-prometheus.ts';
import { prometheusAt, type RunningPrometheus } from '#lib/cli/prometheus/start-prometheus.ts';
import { loadConfig } from '#lib/config/load.ts';
import { createConnectionLog } from '#lib/portal/connection-log.ts';
import { type CheckOptions, type CheckRig, startCheckRig } from '#lib/testing/check-rig.ts';
import { startRealPrometheus } from '#lib/testing/prometheus/prometheus-rig.ts';
import type { FaultRule } from '#sandbox/faults.ts';
import { type Platform, startPlatform } from './platform.ts';

const MIB = 1024 ** 2;

if (findPrometheus() === null) {
  describe('a portal on the sandbox with a real Prometheus', () => {
    it('knows how full the cards are', ({ skip }) => skip(NO_PROMETHEUS));
  });
} else {
  describe('a portal on the sandbox with a real Prometheus', () => {
    let rig: CheckRig;
    let prometheus: RunningPrometheus;
    let platform: Platform;
    let options: CheckOptions;

    beforeAll(async () => {
      const port = await freePort();
      rig = await startCheckRig({ prometheus: prometheusAt(port) });
      const started = await startRealPrometheus({ exporters: rig.sandbox.metricsUrl, port });
      if (started === null) {
        throw new Error('it was there a moment ago');
      }
      prometheus = started;
      options = { replace: [['templates: []', `templates: []\nprometheus: {url: "${rig.sandbox.metricsUrl}"}`]] };
      const config = loadConfig(rig.configure(options), tmpdir());
      const clock = createSystemClock();
      const watching = { metrics: createRegistry(), connections: createConnectionLog(clock) };
      const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
      platform = startPlatform(config, clock, log, watching);
    });
    afterAll(async () => {
      await platform.stop();
      await prometheus.stop();
      await rig.close();
    });

    /** Asks again and again until it is as told. */
    const soon = (check: () => void) =>
      vi.waitFor(
        () => {
          platform.metrics?.poller.nudge();
          check();
        },
        { timeout: 90_000, interval: 250 },
      );

    it('knows the card of the node that the cluster has, with what Ollama holds in it', async () => {
      await soon(() => expect(platform.metrics?.cards.size).toBe(1));
      const [card] = platform.metrics?.cards.values() ?? [];
      expect(card).toMatchObject({ node: 'akula-prime', index: 0, product: 'NVIDIA GeForce RTX 5080', xid: 0 });
      const node = [...platform.nodes.values()].find(({ name }) => name === card?.node);
      const labelled = Number(node?.labels['nvidia.com/gpu.memory']);
      const total = (card?.usedMiB ?? 0) + (card?.freeMiB ?? 0);
      expect([total < labelled, total > labelled * 0.95]).toEqual([true, true]);
      const held = rig.sandbox.ollama.inspect.loaded().reduce((sum, { vramBytes }) => sum + vramBytes, 0) / MIB;
      expect(held).toBeGreaterThan(1000);
      expect(card?.usedMiB).toBeGreaterThan(held);
    });

    it('knows every machine under the name that the cluster has', async () => {
      const names = () => [...(platform.metrics?.nodes.values() ?? [])].map(({ name }) => name).toSorted();
      await soon(() => expect(names()).toEqual([...platform.nodes.values()].map(({ name }) => name).toSorted()));
      expect(names()).toHaveLength(2);
    });

    it('finds nothing wrong with it when connections are checked, and tells a wrong address', async () => {
      const found = (await rig.check(options)).find(({ id }) => id === 'prometheus');
      expect(found).toMatchObject({ state: 'ok', version: expect.stringMatching(/^Prometheus \d/) });
      const away = options.replace?.map(([from, to]): [string, string] => [
        from,
        to.replace(rig.sandbox.metricsUrl, 'http://127.0.0.1:9'),
      ]);
      const lost = (await rig.check({ replace: away ?? [] })).find(({ id }) => id === 'prometheus');
      expect(lost).toMatchObject({
        state: 'problem',
        findings: [{ subject: 'server', remedy: expect.stringContaining('prometheus.url') }],
      });
    });

    it('knows nothing of cards whose exporter is gone: they are not empty, they are not there', async () => {
      rig.sandbox.faults.set({ id: 'gone', server: 'prometheus', kind: 'reset', path: '/dcgm-exporter' });
      await soon(() => expect(platform.metrics?.cards.size).toBe(0));
      expect(platform.metrics?.cards.source.state).toBe('live');
      expect(platform.metrics?.nodes.size).toBe(2);
      rig.sandbox.faults.clear();
      await soon(() => expect(platform.metrics?.cards.size).toBe(1));
    });

    it.each<[string, Partial<FaultRule>, { state: string; reason: string }]>([
      ['cut off', { kind: 'reset' }, { state: 'stale', reason: 'the connection was cut' }],
      ['in the middle of an answer', { kind: 'truncate' }, { state: 'stale', reason: 'the connection was cut' }],
      ['not ready', { kind: 'status', status: 503 }, { state: 'stale', reason: 'it is not ready' }],
      [
        'behind a sign-in page',
        { kind: 'html', status: 200 },
        { state: 'stale', reason: 'not what Prometheus answers' },
      ],
      ['of another opinion on the token', { kind: 'status', status: 401 }, { state: 'forbidden', reason: '(401)' }],
    ])('says when it is %s, and is right again afterwards', async (_, fault, { state, reason }) => {
      rig.sandbox.faults.set({ id: 'fault', server: 'prometheus', kind: 'reset', path: '/api/v1', ...fault });
      const source = () => platform.metrics?.cards.source;
      await soon(() => expect(source()?.state).toBe(state));
      expect(source()?.reason).toContain(reason);
      rig.sandbox.faults.clear();
      await soon(() => expect(source()?.state).toBe('live'));
      expect(platform.metrics?.cards.size).toBe(1);
    });

    it('keeps what it knew, as old, when the process is gone, and all else goes on', async () => {
      await prometheus.stop();
      await soon(() => expect(platform.metrics?.cards.source.state).toBe('stale'));
      expect(platform.metrics?.cards.source.reason).toContain('502');
      expect(platform.metrics?.cards.size).toBe(1);
      expect(platform.nodes.source.state).toBe('live');
    });
  });
}
