import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findPrometheus, NO_PROMETHEUS } from '#lib/cli/prometheus/find-prometheus.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { CardMetrics } from '#lib/domain/gpu/card-metrics.ts';
import type { KnownPlaces } from '#lib/domain/gpu/metric-place.ts';
import { type PrometheusRig, startPrometheusRig, startRealPrometheus } from '#lib/testing/prometheus/prometheus-rig.ts';
import { resourceType } from '#sandbox/kubernetes/resources.ts';
import { authorizationOf, type Credentials } from './authorization.ts';
import { queryNow } from './client.ts';
import { diagnosePrometheus } from './diagnose.ts';
import { createPrometheus } from './provider.ts';

const MIB = 1024 ** 2;
const places: KnownPlaces = {
  configured: new Map(),
  nodes: () => ['node-000', 'gpu-001', 'gpu-009'],
  nodeOfPod: () => null,
};
const optionsOf = (url: string, credentials: Credentials = null) => ({
  ...{ id: 'prometheus', label: 'Prometheus', url, credentials, timeoutMs: 10_000, places },
});
/** Scrapes come every second; a busy machine may be late. */
const SOON = { timeout: 60_000, interval: 200 };

function withPrometheus(suite: () => void): void {
  describe('a real Prometheus that scrapes the sandbox', () => {
    if (findPrometheus() === null) {
      it('is read', ({ skip }) => skip(NO_PROMETHEUS));
    } else {
      suite();
    }
  });
}

withPrometheus(() => {
  let rig: PrometheusRig;
  beforeAll(async () => {
    const started = await startPrometheusRig();
    if (started === null) {
      throw new Error('it was there a moment ago');
    }
    rig = started;
  });
  afterAll(() => rig.close());

  const read = () => createPrometheus(optionsOf(rig.prometheus.url)).read();
  const cardOf = async (node: string): Promise<CardMetrics | undefined> =>
    (await read()).cards.find((card) => card.node === node);

  /** What the exporter itself says, past Prometheus. */
  async function farSide(node: string, series: string): Promise<number> {
    const text = await (await fetch(`${rig.exporters.url}/dcgm-exporter/${node}/metrics`)).text();
    return Number(new RegExp(`^DCGM_FI_DEV_${series}\\{.*\\} (\\S+)$`, 'm').exec(text)?.[1]);
  }

  it('takes every target that is discovered', async () => {
    await vi.waitFor(async () => {
      const body = await (await fetch(`${rig.prometheus.url}/api/v1/targets?state=active`)).json();
      const targets = body.data.activeTargets as { health: string; lastError: string }[];
      expect(targets.map(({ health, lastError }) => [health, lastError])).toEqual(Array(5).fill(['up', '']));
    }, SOON);
  });

  it('tells the cards in the figures of their exporters', async () => {
    await vi.waitFor(async () => expect((await read()).cards).toHaveLength(2), SOON);
    const { cards, warnings } = await read();
    expect(cards.map(({ node, index, product, instance }) => [node, index, product, instance])).toEqual([
      ['gpu-001', 0, 'NVIDIA GeForce RTX 5080', null],
      ['gpu-009', 0, 'NVIDIA GeForce RTX 5080', null],
    ]);
    for (const card of cards) {
      expect(card).toMatchObject({
        usedMiB: await farSide(card.node, 'FB_USED'),
        freeMiB: await farSide(card.node, 'FB_FREE'),
        utilPercent: await farSide(card.node, 'GPU_UTIL'),
        tempC: await farSide(card.node, 'GPU_TEMP'),
        powerW: await farSide(card.node, 'POWER_USAGE'),
        xid: 0,
      });
    }
    expect(warnings).toEqual([]);
  });

  it('tells when a figure was measured, which is not when it was asked for', async () => {
    const first = (await cardOf('gpu-001'))?.asOf ?? Number.NaN;
    expect(first).toBeLessThanOrEqual(Date.now());
    await vi.waitFor(async () => expect((await cardOf('gpu-001'))?.asOf).toBeGreaterThan(first), SOON);
  });

  it('follows a model that is loaded into the card, and no other card', async () => {
    const idle = (await cardOf('gpu-009'))?.usedMiB;
    rig.ollama.vramBytes = 6000 * MIB;
    await vi.waitFor(async () => expect((await cardOf('gpu-001'))?.usedMiB).toBe(12 + 6000 + 457), SOON);
    expect((await cardOf('gpu-009'))?.usedMiB).toBe(idle);
  });

  it('tells the memory of the machines, and after some scrapes how busy they are', async () => {
    await vi.waitFor(async () => {
      const { nodes } = await read();
      expect(nodes.map(({ name }) => name)).toEqual(['gpu-001', 'gpu-009', 'node-000']);
      expect(nodes.map(({ cpuRatio }) => cpuRatio)).toEqual(Array(3).fill(expect.any(Number)));
    }, SOON);
    const plain = (await read()).nodes.find(({ name }) => name === 'node-000');
    expect(plain).toMatchObject({ memoryTotalBytes: 122_880 * MIB, memoryUsedBytes: Math.round(1.4 * 1024 ** 3) });
    expect(plain?.cpuRatio).toBeGreaterThanOrEqual(0);
    expect(plain?.cpuRatio).toBeLessThan(0.2);
  });

  it.each([
    ['400', 'sum(', { status: 400, kind: 'invalid', words: /does not understand the question: .*parse error/ }],
    ['422', 'up + on(job) up', { status: 422, kind: 'invalid', words: /could not work it out: .*duplicate series/ }],
  ])('answers %s in its own words, which are kept', async (_, promql, { words, ...expected }) => {
    const connection = { id: 'prometheus', url: rig.prometheus.url, timeoutMs: 10_000, authorization: null };
    const error = await queryNow(connection, { promql, operation: 'ask' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(expected);
    expect((error as ExternalError).words).toMatch(words);
  });

  it('answers with no series for what it does not know: no card, and none at zero', async () => {
    const connection = { id: 'prometheus', url: rig.prometheus.url, timeoutMs: 10_000, authorization: null };
    const none = await queryNow(connection, { promql: 'DCGM_FI_DEV_FB_USED{gpu="77"}', operation: 'ask' });
    expect(none).toEqual({ series: [], warnings: [] });
  });

  it('passes the check, with its version and what it has', async () => {
    const { version, findings } = await diagnosePrometheus({ ...optionsOf(rig.prometheus.url), secretName: 'X' });
    expect(version).toMatch(/^Prometheus \d+\.\d+/);
    expect(findings).toEqual([
      { subject: 'server', state: 'ok', detail: 'it answers' },
      { subject: 'cards', state: 'ok', detail: '2, on gpu-001, gpu-009' },
      { subject: 'machines', state: 'ok', detail: '3, on gpu-001, gpu-009, node-000' },
    ]);
  });

  it('forgets the card of a machine that is gone', async () => {
    rig.store.delete(resourceType('Node'), '', 'gpu-009');
    await vi.waitFor(async () => expect((await read()).cards.map(({ node }) => node)).toEqual(['gpu-001']), SOON);
  });
});

withPrometheus(() => {
  /** The bcrypt hash of `a pass:word`. */
  const HASH = '$2b$04$rW2USQKEiexW/tRLjOu/YeLH9ziU0SavO1AlX2uhuaxqdhs4yHp7e';
  const reader = { username: 'reader', password: 'a pass:word' };

  it('lets in who knows the password and nobody else, scrapes nothing where nothing is, and may be gone', async () => {
    const prometheus = await startRealPrometheus({
      exporters: 'http://127.0.0.1:9',
      users: { reader: HASH },
      authorization: authorizationOf(reader) ?? '',
    });
    const url = prometheus?.url ?? '';
    try {
      expect(await createPrometheus(optionsOf(url, reader)).read()).toEqual({ cards: [], nodes: [], warnings: [] });
      for (const credentials of [null, { token: 'x' }, { ...reader, password: 'wrong' }]) {
        const error = await createPrometheus(optionsOf(url, credentials))
          .read()
          .catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(ExternalError);
        expect(error).toMatchObject({ kind: 'auth', status: 401 });
      }
      const check = (credentials: Credentials) =>
        diagnosePrometheus({ ...optionsOf(url, credentials), secretName: 'PORTOLAN_PROMETHEUS_PASSWORD' });
      expect((await check(null)).findings).toMatchObject([
        { subject: 'server', state: 'problem', remedy: expect.stringContaining('PORTOLAN_PROMETHEUS_PASSWORD') },
      ]);
      expect((await check(reader)).findings).toMatchObject([
        { subject: 'server', state: 'ok' },
        { subject: 'cards', state: 'warning', remedy: expect.stringContaining('9400') },
        { subject: 'machines', state: 'warning', remedy: expect.stringContaining('9100') },
      ]);
    } finally {
      await prometheus?.stop();
    }
    await expect(createPrometheus(optionsOf(url, reader)).read()).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
