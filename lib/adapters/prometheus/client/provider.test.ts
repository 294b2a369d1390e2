import { afterEach, describe, expect, it } from 'vitest';
import type { KnownPlaces } from '#lib/domain/gpu/metric-place.ts';
import {
  answerFrom,
  type Canned,
  type CannedSample,
  NO_PLACES,
  NOW_S,
  startCanned,
} from '#lib/testing/prometheus/canned-prometheus.ts';
import { createPrometheus } from './provider.ts';

let canned: Canned | undefined;
afterEach(() => canned?.close());

async function read(samples: CannedSample[], places: KnownPlaces = NO_PLACES, more: Record<string, unknown> = {}) {
  const answer = answerFrom(samples, more);
  canned = await startCanned((promql, response) => response.end(JSON.stringify(answer(promql))));
  const source = {
    id: 'prometheus',
    label: 'Prometheus',
    url: canned.url,
    credentials: null,
    timeoutMs: 5_000,
    places,
  };
  return await createPrometheus(source).read();
}

const CARD = {
  gpu: '0',
  UUID: 'GPU-1',
  device: 'nvidia0',
  modelName: 'NVIDIA GeForce RTX 5080',
  Hostname: 'akula-prime',
  instance: '192.168.1.99:9400',
  job: 'dcgm',
};

/** The figures of one scrape of a card. */
function card(
  labels: Record<string, string>,
  figures: Record<string, string | number>,
  measuredAt = NOW_S,
): CannedSample[] {
  return Object.entries(figures).map(([name, value]) => ({ name: `DCGM_FI_DEV_${name}`, labels, value, measuredAt }));
}

function node(
  labels: Record<string, string>,
  figures: Record<string, string | number>,
  measuredAt = NOW_S,
): CannedSample[] {
  return Object.entries(figures).map(([name, value]) => ({ name, labels, value, measuredAt }));
}
const MEMORY = (total: string | number, available: string | number) => ({
  node_memory_MemTotal_bytes: total,
  node_memory_MemAvailable_bytes: available,
});

describe('cards', () => {
  it('are told with every figure there is, and when it was measured', async () => {
    const figures = { FB_USED: 5300, FB_FREE: 10_500, GPU_UTIL: 7, GPU_TEMP: 51, POWER_USAGE: '22.5', XID_ERRORS: 0 };
    const { cards, warnings } = await read(card(CARD, figures, NOW_S - 12));
    expect(cards).toEqual([
      {
        id: 'akula-prime/GPU-1',
        node: 'akula-prime',
        index: 0,
        uuid: 'GPU-1',
        product: 'NVIDIA GeForce RTX 5080',
        instance: null,
        usedMiB: 5300,
        freeMiB: 10_500,
        utilPercent: 7,
        tempC: 51,
        powerW: 22.5,
        xid: 0,
        asOf: (NOW_S - 12) * 1000,
      },
    ]);
    expect(warnings).toEqual([]);
  });

  it('have unknown figures where there is no series, and where its value is none', async () => {
    const { cards } = await read(
      card(CARD, { FB_USED: 'NaN', FB_FREE: -1, GPU_UTIL: 2_147_483_632, XID_ERRORS: 79, POWER_USAGE: '+Inf' }),
    );
    expect(cards).toMatchObject([
      { usedMiB: null, freeMiB: null, utilPercent: null, tempC: null, powerW: null, xid: 79 },
    ]);
  });

  it('are not there at all where Prometheus knows none: no card is never an empty one', async () => {
    expect(await read([])).toEqual({ cards: [], nodes: [], warnings: [] });
  });

  it('are told once by two replicas of Prometheus, by the newer one, and never added up', async () => {
    const { cards } = await read([
      ...card({ ...CARD, prometheus_replica: 'a' }, { FB_USED: 5000, FB_FREE: 10_800, GPU_TEMP: 50 }, NOW_S - 20),
      ...card({ ...CARD, prometheus_replica: 'b' }, { FB_USED: 9000, FB_FREE: 6800 }, NOW_S - 5),
    ]);
    // One lacks the temperature: the other measured it in the same minute.
    expect(cards).toMatchObject([{ usedMiB: 9000, freeMiB: 6800, tempC: 50, asOf: (NOW_S - 5) * 1000 }]);
  });

  it('have used and free memory of one moment, however little of it one replica knows', async () => {
    const { cards } = await read([
      ...card({ ...CARD, prometheus_replica: 'a' }, { FB_USED: 5000, FB_FREE: 10_800, GPU_TEMP: 50 }, NOW_S - 20),
      ...card({ ...CARD, prometheus_replica: 'b' }, { FB_USED: 9000, GPU_TEMP: 70 }, NOW_S - 5),
    ]);
    const asOf = (NOW_S - 20) * 1000;
    expect(cards).toMatchObject([{ usedMiB: 5000, freeMiB: 10_800, tempC: 70, asOf }]);
  });

  it('take nothing from an exporter that is gone', async () => {
    const { cards } = await read([
      ...card({ ...CARD, pod: 'dcgm-old' }, { FB_USED: 15_000, GPU_TEMP: 80 }, NOW_S - 200),
      ...card({ ...CARD, pod: 'dcgm-new' }, { FB_USED: 10 }, NOW_S - 5),
    ]);
    expect(cards).toMatchObject([{ usedMiB: 10, tempC: null }]);
  });

  it('are one card, whichever of its users the exporter names, and however many', async () => {
    const used = (pod: string) => card({ ...CARD, exported_namespace: 'ai', exported_pod: pod }, { GPU_UTIL: 90 });
    expect((await read([...used('ollama-0'), ...used('dify-1')])).cards).toMatchObject([{ utilPercent: 90 }]);
  });

  it('told with an error keep their other figures: newer exporters describe the last error in labels', async () => {
    const error = card({ ...CARD, err_code: '79', err_msg: 'fallen off the bus' }, { XID_ERRORS: 79 });
    const { cards } = await read([...card(CARD, { FB_USED: 1 }), ...error]);
    expect(cards).toMatchObject([{ usedMiB: 1, xid: 79 }]);
  });

  it('that are cut by MIG are told apart in their parts', async () => {
    const part = (id: string, profile: string) => ({ ...CARD, GPU_I_ID: id, GPU_I_PROFILE: profile });
    const { cards } = await read([
      ...card(CARD, { GPU_TEMP: 40 }),
      ...card(part('7', '1g.12gb'), { FB_USED: 12, FB_FREE: 11_000 }),
      ...card(part('1', '3g.48gb'), { FB_USED: 30_000 }),
    ]);
    expect(cards.map(({ id, instance, usedMiB }) => [id, instance, usedMiB])).toEqual([
      ['akula-prime/GPU-1', null, null],
      ['akula-prime/GPU-1/1', { id: '1', profile: '3g.48gb' }, 30_000],
      ['akula-prime/GPU-1/7', { id: '7', profile: '1g.12gb' }, 12],
    ]);
  });

  it('are at home on the node of the exporter, where that writes the name of its own pod', async () => {
    const places = {
      ...NO_PLACES,
      nodes: () => ['akula-prime'],
      nodeOfPod: (namespace: string, name: string) =>
        `${namespace}/${name}` === 'gpu-operator/dcgm-x7' ? 'akula-prime' : null,
    };
    const labels = { ...CARD, Hostname: 'dcgm-x7', namespace: 'gpu-operator', pod: 'dcgm-x7' };
    expect((await read(card(labels, { FB_USED: 1 }), places)).cards).toMatchObject([{ node: 'akula-prime' }]);
  });

  it('are where the configuration says, whatever they call themselves', async () => {
    const places = { ...NO_PLACES, configured: new Map([['192.168.1.99', 'the-box']]), nodes: () => ['akula-prime'] };
    expect((await read(card(CARD, { FB_USED: 1 }), places)).cards).toMatchObject([{ node: 'the-box' }]);
  });

  it('of nowhere are left out and counted', async () => {
    const { cards, warnings } = await read([
      ...card({ gpu: '0', UUID: 'GPU-2' }, { FB_USED: 1 }),
      ...card({ Hostname: 'a' }, { FB_USED: 1 }),
    ]);
    expect([cards, warnings]).toEqual([[], ['2 series do not tell which machine or card they are of']]);
  });
});

describe('nodes', () => {
  const AKULA = { instance: '192.168.1.99:9100', job: 'node' };
  const uname = (labels: Record<string, string>, nodename: string): CannedSample => ({
    name: 'node_uname_info',
    labels: { ...labels, nodename, machine: 'x86_64' },
    value: 1,
  });

  it('have what is in use of their memory, and the part of time their processors work', async () => {
    const { nodes } = await read(
      [
        ...node(AKULA, MEMORY(64e9, 48e9), NOW_S - 3),
        uname(AKULA, 'akula-prime.homelab.local'),
        { name: 'cpu', labels: AKULA, value: '0.25' },
      ],
      { ...NO_PLACES, nodes: () => ['akula-prime', 'homelab'] },
    );
    expect(nodes).toEqual([
      {
        id: 'akula-prime',
        name: 'akula-prime',
        memoryUsedBytes: 16e9,
        memoryTotalBytes: 64e9,
        cpuRatio: 0.25,
        asOf: (NOW_S - 3) * 1000,
      },
    ]);
  });

  it('have unknown figures where they cannot be', async () => {
    const { nodes } = await read([
      ...node({ instance: 'a' }, MEMORY(0, 0)),
      ...node({ instance: 'b' }, { node_memory_MemTotal_bytes: 64e9 }),
      ...node({ instance: 'c' }, MEMORY(64e9, 65e9)),
      { name: 'cpu', labels: { instance: 'c' }, value: '-0.4' },
      { name: 'cpu', labels: { instance: 'd' }, value: '-0.004' },
    ]);
    expect(
      nodes.map(({ name, memoryUsedBytes, memoryTotalBytes, cpuRatio }) => [
        name,
        memoryUsedBytes,
        memoryTotalBytes,
        cpuRatio,
      ]),
    ).toEqual([
      ['a', null, null, null],
      ['b', null, 64e9, null],
      ['c', null, 64e9, null],
      ['d', null, null, 0],
    ]);
  });

  it('are told once by two replicas', async () => {
    const { nodes } = await read([
      ...node({ ...AKULA, replica: '0' }, MEMORY(64e9, 10e9), NOW_S - 15),
      ...node({ ...AKULA, replica: '1' }, MEMORY(64e9, 20e9), NOW_S - 1),
      uname({ ...AKULA, replica: '0' }, 'akula-prime'),
    ]);
    expect(nodes).toMatchObject([{ name: 'akula-prime', memoryUsedBytes: 44e9, asOf: (NOW_S - 1) * 1000 }]);
  });
});

it('says what Prometheus says against its own answer, once', async () => {
  expect((await read([], NO_PLACES, { warnings: ['a store did not answer'] })).warnings).toEqual([
    'a store did not answer',
  ]);
});

it('does not wait for the other answers when one is a refusal, and ends when nobody wants it any more', async () => {
  canned = await startCanned((promql, response) => {
    if (promql.includes('node_cpu')) {
      response.writeHead(403).end();
    }
  });
  const source = createPrometheus({
    ...{ id: 'prometheus', label: 'P', url: canned.url, credentials: null, timeoutMs: 100_000, places: NO_PLACES },
  });
  await expect(source.read()).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(source.read(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
});
