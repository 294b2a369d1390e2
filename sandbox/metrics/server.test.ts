import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '#lib/testing/net/listen.ts';
import { type ParsedFamily, parseExposition } from '#lib/testing/prometheus/parse-exposition.ts';
import { createSandboxClock, type SandboxClock } from '../clock.ts';
import { createFaultSwitches } from '../faults.ts';
import { generatedNode } from '../generate/workload-objects.ts';
import type { RunningServer } from '../http/server.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import { resourceType } from '../kubernetes/resources.ts';
import { createObjectStore, type ObjectStore } from '../kubernetes/store.ts';
import type { OllamaLoad } from './cards.ts';
import { startMetrics } from './server.ts';

const NODE = resourceType('Node');
const POD = resourceType('Pod');
const DAEMON_SET = resourceType('DaemonSet');
const MIB = 1024 ** 2;
const AT = '2026-11-21T12:00:00Z';

let clock: SandboxClock;
let store: ObjectStore;
let server: RunningServer;
let ollama: OllamaLoad;
let now: number;

beforeEach(async () => {
  clock = createSandboxClock({ startAt: Date.parse(AT) });
  store = createObjectStore(clock);
  ollama = { vramBytes: 0, users: 0 };
  now = 1_795_000_000_000;
  // Every eighth of them has a card.
  for (const number of [0, 1, 9]) {
    store.create(NODE, generatedNode(number, AT));
  }
  server = await startMetrics({ port: 0, store, ollama: () => ollama, now: () => now });
});
afterEach(async () => {
  await server.close();
  clock.stop();
});

function pod(
  name: string,
  node: string,
  more: { labels?: Record<string, string>; requests?: object } = {},
): KubeObject {
  const { labels = {}, requests = { 'nvidia.com/gpu': '1' } } = more;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'ai', labels },
    spec: { nodeName: node, containers: [{ name: 'main', image: 'x', resources: { requests, limits: requests } }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

const get = async (path: string) => {
  const response = await fetch(`${server.url}${path}`);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};

/** Lines by name; those of the DCGM exporter break rules of names that all others keep. */
async function cardLines(node: string): Promise<Map<string, { labels: string; value: number }>> {
  const { text } = await get(`/dcgm-exporter/${node}/metrics`);
  const lines = text.matchAll(/^DCGM_FI_DEV_(\w+)\{(.*)\} (\S+)$/gm);
  return new Map([...lines].map(([, name = '', labels = '', value]) => [name, { labels, value: Number(value) }]));
}
async function nodeFamily(node: string, name: string): Promise<ParsedFamily | undefined> {
  const { text } = await get(`/node-exporter/${node}/metrics`);
  return parseExposition(text).find((family) => family.name === name);
}

describe('the DCGM exporter', () => {
  it('tells of the cards that the node has, with the labels of the real one', async () => {
    const lines = await cardLines('gpu-001');
    expect(lines.get('FB_USED')?.labels).toMatch(
      /^gpu="0",UUID="GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",pci_bus_id="00000000:01:00.0",device="nvidia0",modelName="NVIDIA GeForce RTX 5080",Hostname="gpu-001",DCGM_FI_DRIVER_VERSION="580.95.05",container="",namespace="",pod=""$/,
    );
    const total = (lines.get('FB_USED')?.value ?? 0) + (lines.get('FB_FREE')?.value ?? 0);
    // A little less than the label says: the driver keeps some.
    expect(total).toBeLessThan(16_303);
    expect(total).toBeGreaterThan(15_500);
    expect([...lines.keys()]).not.toContain('MEMORY_TEMP');
  });

  it('tells what Ollama holds, on the machine that its pod is on and on no other', async () => {
    store.create(POD, pod('ollama-0', 'gpu-009', { labels: { 'app.kubernetes.io/name': 'ollama' } }));
    const before = await cardLines('gpu-009');
    ollama = { vramBytes: 6000 * MIB, users: 1 };
    const after = await cardLines('gpu-009');
    expect((after.get('FB_USED')?.value ?? 0) - (before.get('FB_USED')?.value ?? 0)).toBe(6000 + 457);
    expect([before.get('GPU_UTIL')?.value, after.get('GPU_UTIL')?.value]).toEqual([0, 94]);
    expect((await cardLines('gpu-001')).get('FB_USED')?.value).toBe(12);
    ollama = { vramBytes: 40_000 * MIB, users: 0 };
    expect((await cardLines('gpu-009')).get('FB_FREE')?.value).toBe(0);
  });

  it('names one of the pods that share a card, and no more', async () => {
    for (const name of ['a', 'b', 'c']) {
      store.create(POD, pod(name, 'gpu-001'));
    }
    store.create(POD, pod('d', 'gpu-001', { requests: { cpu: '1' } }));
    const lines = await cardLines('gpu-001');
    expect(lines.get('GPU_UTIL')?.labels).toContain('container="main",namespace="ai",pod="c"');
    expect(lines.get('FB_USED')?.value).toBeGreaterThan(12 + 3 * 400);
  });

  it('is not there on a machine without cards, nor where its own pod is not ready', async () => {
    expect(await get('/dcgm-exporter/node-000/metrics')).toMatchObject({ status: 404 });
    expect(await get('/dcgm-exporter/nobody/metrics')).toMatchObject({ status: 404 });
    const metadata = { name: 'nvidia-dcgm-exporter', namespace: 'gpu-operator' };
    store.create(DAEMON_SET, { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata });
    expect(await get('/dcgm-exporter/gpu-001/metrics')).toMatchObject({ status: 404 });
    const exporter = pod('dcgm-x', 'gpu-001', { labels: { app: 'nvidia-dcgm-exporter' }, requests: {} });
    store.create(POD, { ...exporter, metadata: { ...exporter.metadata, namespace: 'gpu-operator' } });
    expect(await get('/dcgm-exporter/gpu-001/metrics')).toMatchObject({ status: 200 });
    expect(JSON.parse((await get('/targets')).text)).toContainEqual({
      targets: [new URL(server.url).host],
      labels: {
        __metrics_path__: '/dcgm-exporter/gpu-001/metrics',
        job: 'dcgm-exporter',
        instance: '10.0.1.10:9400',
        namespace: 'gpu-operator',
        pod: 'dcgm-x',
      },
    });
  });
});

describe('the node exporter', () => {
  it('is strictly in the text format, and tells of every machine', async () => {
    const answer = await get('/node-exporter/node-000/metrics');
    expect(answer).toMatchObject({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' });
    expect(parseExposition(answer.text).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['node_cpu_seconds_total', 'node_filesystem_size_bytes', 'node_uname_info']),
    );
    expect((await nodeFamily('gpu-001', 'node_uname_info'))?.samples[0]?.labels.nodename).toBe('gpu-001');
  });

  it('has less memory available the more pods ask for', async () => {
    const available = async () =>
      (await nodeFamily('node-000', 'node_memory_MemAvailable_bytes'))?.samples[0]?.value ?? 0;
    const before = await available();
    store.create(POD, pod('big', 'node-000', { requests: { memory: '10Gi', cpu: '4' } }));
    expect(before - (await available())).toBeCloseTo(7 * 1024 ** 3, -3);
  });

  it('counts processors by real time: they go on, never back, and no faster than it', async () => {
    const seconds = async () => {
      const samples = (await nodeFamily('node-000', 'node_cpu_seconds_total'))?.samples ?? [];
      const ofFirst = samples.filter(({ labels }) => labels.cpu === '0');
      return new Map(ofFirst.map(({ labels, value }) => [labels.mode, value]));
    };
    const before = await seconds();
    now += 60_000;
    store.create(POD, pod('busy', 'node-000', { requests: { cpu: '14' } }));
    const after = await seconds();
    const passed = [...after].map(([mode, value]) => value - (before.get(mode) ?? 0));
    expect(Math.min(...passed)).toBeGreaterThanOrEqual(0);
    expect(passed.reduce((sum, one) => sum + one, 0)).toBeCloseTo(60, 0);
    // The time was set back.
    now -= 3_600_000;
    expect(await seconds()).toEqual(after);
  });
});

describe('the API of a Prometheus behind it', () => {
  it('is none where none runs', async () => {
    expect(await get('/api/v1/query?query=up')).toMatchObject({ status: 502, text: 'no Prometheus runs here\n' });
  });

  it('is passed on as it is, and can be broken without the exporters', async () => {
    const asked: string[] = [];
    const upstream = await listen(
      createServer((request, response) => {
        asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
        response.writeHead(422, { 'content-type': 'application/json' }).end('{"status":"error"}');
      }),
    );
    const faults = createFaultSwitches();
    const behind = await startMetrics({ port: 0, store, ollama: () => ollama, faults, prometheus: upstream.url });
    const ask = () => fetch(`${behind.url}/api/v1/query?query=up%2B1`, { headers: { authorization: 'Bearer t' } });
    try {
      const answer = await ask();
      expect([answer.status, await answer.text()]).toEqual([422, '{"status":"error"}']);
      expect(asked).toEqual(['GET /api/v1/query?query=up%2B1 Bearer t']);
      faults.set({ id: 'busy', server: 'prometheus', kind: 'status', status: 503, path: '/api/v1' });
      const broken = await ask();
      expect([broken.status, await broken.json()]).toMatchObject([503, { errorType: 'unavailable' }]);
      expect((await fetch(`${behind.url}/node-exporter/node-000/metrics`)).status).toBe(200);
      upstream.close();
      faults.clear();
      expect((await ask()).status).toBe(502);
    } finally {
      await behind.close();
      upstream.close();
    }
  });
});

describe('promtool check metrics', () => {
  /** What it says of names that the real exporters have. */
  const REAL_NAMES = [
    /^(node_memory_Mem\w+|DCGM_FI_\w+) metric names should be written in 'snake_case' not 'camelCase'$/,
    /^DCGM_FI_\w+ label names should be written in 'snake_case' not 'camelCase'$/,
    /^DCGM_FI_DEV_(TOTAL_ENERGY_CONSUMPTION|PCIE_REPLAY_COUNTER) counter metrics should have "_total" suffix$/,
    /^DCGM_FI_\w+ metric name should not include type 'counter'$/,
  ];

  it.for(['dcgm-exporter', 'node-exporter'])(
    'finds nothing wrong with the %s but the names of the real one',
    async (job, { skip }) => {
      const { text } = await get(`/${job}/gpu-001/metrics`);
      const { status, stderr, error } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
      if (error !== undefined) {
        return skip('promtool is not installed; it comes with the package prometheus');
      }
      // 1 is a format that cannot be read, 3 a name that could be better.
      expect([0, 3]).toContain(status);
      const unknown = stderr.split('\n').filter((line) => line !== '' && !REAL_NAMES.some((name) => name.test(line)));
      expect(unknown).toEqual([]);
    },
  );
});
