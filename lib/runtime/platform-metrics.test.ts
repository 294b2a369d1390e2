import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPrometheus } from '#lib/adapters/prometheus/client/provider.ts';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import { createConnectionLog } from '#lib/portal/connection-log.ts';
import type { Services } from '#lib/portal/context.ts';
import { sourcesOf } from '#lib/portal/sources-of.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { createFakeClock, type FakeClock } from '#lib/testing/fake-clock.ts';
import {
  answerFrom,
  type Canned,
  type CannedSample,
  NO_PLACES,
  startCanned,
} from '#lib/testing/prometheus/canned-prometheus.ts';
import { credentialsOf, type PolledMetrics, PROMETHEUS, placesOf, pollMetrics } from './platform-metrics.ts';

const CARD: CannedSample[] = [
  { name: 'DCGM_FI_DEV_FB_USED', labels: { Hostname: 'akula', gpu: '0', UUID: 'GPU-1' }, value: 5300 },
  { name: 'node_memory_MemTotal_bytes', labels: { instance: 'akula:9100' }, value: 64e9 },
];
const well = answerFrom(CARD);

/** How Prometheus answers now; a fault may write what it likes, or nothing. */
type Behaviour = (promql: string, response: ServerResponse) => void;
const healthy: Behaviour = (promql, response) => response.end(JSON.stringify(well(promql)));
const status =
  (code: number, body = ''): Behaviour =>
  (_, response) =>
    response.writeHead(code).end(body);

let behaviour: Behaviour;
let clock: FakeClock;
let canned: Canned;
let metrics: PolledMetrics;
let failures: unknown[];

beforeEach(async () => {
  behaviour = healthy;
  failures = [];
  clock = createFakeClock();
  canned = await startCanned((promql, response) => behaviour(promql, response));
});
afterEach(async () => {
  await metrics.poller.stop();
  canned.close();
});

function start(url = canned.url): void {
  const source = createPrometheus({ ...PROMETHEUS, url, credentials: null, timeoutMs: 5_000, places: NO_PLACES });
  const watching = { metrics: createRegistry(), connections: createConnectionLog(clock) };
  metrics = pollMetrics(source, clock, { report: (_, error) => failures.push(error), watching });
}

const states = () => [metrics.cards.source.state, metrics.nodes.source.state];

/** Lets polls come round until the source is as told. */
async function until(check: () => void): Promise<void> {
  const patience = { timeout: 20_000, interval: 5 };
  await vi.waitFor(async () => {
    await clock.advance(1_000);
    check();
  }, patience);
}

describe('what a Prometheus told', () => {
  it('is kept as cards and machines of one source', async () => {
    start();
    await until(() => expect(states()).toEqual(['live', 'live']));
    expect([...metrics.cards.values()]).toMatchObject([{ id: 'akula/GPU-1', usedMiB: 5300, freeMiB: null }]);
    expect([...metrics.nodes.values()]).toMatchObject([{ name: 'akula', memoryTotalBytes: 64e9 }]);
    const others = testCollection();
    const services = {
      engine: { applications: others, gate: others, projects: others },
      scaleSets: { sets: others, listeners: others, runners: others },
      ...{ nodes: others, pods: others, deployments: others, analyses: others, changeRows: others },
      ...{ models: [], modelServers: [], runnerSources: [], platformMetrics: metrics, gateway: null },
    } as unknown as Services;
    expect(sourcesOf(services).filter(({ source }) => source.id === 'prometheus')).toHaveLength(1);
  });

  it('may be nothing at all, which is known, and is not the same as cards without load', async () => {
    behaviour = (promql, response) => response.end(JSON.stringify(answerFrom([])(promql)));
    start();
    await until(() => expect(states()).toEqual(['live', 'live']));
    expect([metrics.cards.size, metrics.nodes.size]).toEqual([0, 0]);
  });

  it('may lack something by its own words, which are told', async () => {
    behaviour = (promql, response) =>
      response.end(JSON.stringify(answerFrom(CARD, { warnings: ['no store'] })(promql)));
    start();
    await until(() =>
      expect(metrics.cards.source).toMatchObject({ state: 'live', reason: 'It answers with a warning: no store.' }),
    );
    behaviour = healthy;
    await until(() => expect(metrics.cards.source).not.toHaveProperty('reason'));
  });
});

describe.each<[string, Behaviour, { state: string; reason: RegExp; remedy?: RegExp }]>([
  ['cut off', (_, response) => response.destroy(), { state: 'stale', reason: /connection was cut/ }],
  ['too slow', () => undefined, { state: 'stale', reason: /no answer within 5 s/ }],
  ['503 while it starts', status(503, 'Service Unavailable'), { state: 'stale', reason: /not ready, or too busy/ }],
  ['garbage', status(200, '<html>'), { state: 'stale', reason: /not what Prometheus answers/, remedy: /address/ }],
  ['a wrong token', status(401, 'no'), { state: 'forbidden', reason: /token or password/, remedy: /Renew the token/ }],
  ['no right', status(403, 'no'), { state: 'forbidden', reason: /may not read/, remedy: /Allow the token/ }],
])('%s', (_, fault, expected) => {
  it('is said with what to do, and over as soon as it answers again', async () => {
    start();
    await until(() => expect(states()).toEqual(['live', 'live']));
    behaviour = fault;
    await until(() => expect(states()).toEqual([expected.state, expected.state]));
    const { source, size } = metrics.cards;
    expect(source.reason).toMatch(expected.reason);
    expect(source.remedy ?? '').toMatch(expected.remedy ?? /^$/);
    // Whoever is refused sees nothing; what was known before is old and still there.
    expect(size).toBe(expected.state === 'forbidden' ? 0 : 1);
    expect(failures.length).toBeGreaterThan(0);
    behaviour = healthy;
    await until(() => expect(states()).toEqual(['live', 'live']));
    expect(metrics.cards.size).toBe(1);
  });
});

it('is unreachable where nothing ever listened', async () => {
  start('http://127.0.0.1:9');
  await until(() =>
    expect(metrics.cards.source).toMatchObject({
      state: 'unreachable',
      reason: expect.stringContaining('nothing listens'),
    }),
  );
});

describe('credentialsOf', () => {
  const config = { url: 'http://p', instances: [], token: undefined, password: undefined };
  it.each([
    [config, null],
    [{ ...config, token: 't' }, { token: 't' }],
    [
      { ...config, username: 'u', password: 'p' },
      { username: 'u', password: 'p' },
    ],
  ])('%j', (given, credentials) => {
    expect(credentialsOf(given)).toEqual(credentials);
  });
});

it('finds the node of a pod in the cluster', () => {
  const places = placesOf(
    { instances: [{ instance: '10.0.0.7', node: 'box' }] },
    {
      nodes: testCollection([['akula', { name: 'akula' } as never]]),
      pods: testCollection([['ai/ollama-0', { nodeName: 'akula' } as never]]),
    },
  );
  expect([places.nodeOfPod('ai', 'ollama-0'), places.nodeOfPod('ai', 'gone')]).toEqual(['akula', null]);
  expect([[...places.nodes()], places.configured.get('10.0.0.7')]).toEqual([['akula'], 'box']);
});
