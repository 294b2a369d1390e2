import { beforeEach, describe, expect, it } from 'vitest';
import type { CardMetrics } from '#lib/domain/gpu/card-metrics.ts';
import type { ModelServerSnapshot } from '#lib/portal/context.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { gpuNode, gpuPod } from '#lib/testing/gpu-cluster.ts';
import { readVram, type VramServices } from './vram.ts';

const GIB = 1024 ** 3;
const card = (node: string, usedMiB: number) =>
  ({ id: `${node}/GPU`, node, index: 0, usedMiB, freeMiB: 16384 - usedMiB, instance: null, asOf: 7 }) as CardMetrics;
const loaded = { name: 'phi3', sizeBytes: 3 * GIB, vramBytes: 2 * GIB, expiresAt: null, contextLength: 4096 };
const state = { version: '0.1', loaded: [loaded], installed: [] };

function live<Value>(entries: [string, Value][]) {
  const collection = testCollection(entries);
  collection.source = { ...collection.source, state: 'live' };
  return collection;
}

const SERVER = {
  id: 'attic',
  label: 'Attic',
  url: 'http://attic.lan:11434',
  application: null as string | null,
  environment: {},
  vramBytes: 8 * GIB,
  describe: () => Promise.resolve(null),
};

function services(measured: CardMetrics[] | null, server: Partial<typeof SERVER> = {}): VramServices {
  const models = live([['attic', { id: 'attic', label: 'Attic', state } as unknown as ModelServerSnapshot]]);
  models.source = { ...models.source, id: 'models/attic' };
  const cards = live((measured ?? []).map((one) => [one.id, one]));
  return {
    nodes: live([
      ['akula', { ...gpuNode('akula', 4), addresses: ['192.168.1.99', 'akula'] }],
      ['homelab', { ...gpuNode('homelab', 0), addresses: ['192.168.1.170'] }],
    ]),
    gpuPods: live([['ai/a', gpuPod('a')]]),
    pods: live([]),
    models: [models],
    modelServers: [{ ...SERVER, ...server }],
    declaredModels: live([]),
    engine: { applications: live([]) },
    platformMetrics: measured === null ? null : { cards, nodes: live([]), watch: () => () => undefined },
  } as unknown as VramServices;
}

it('puts what was measured and what models take to the machine where it is', () => {
  expect(readVram(services([card('akula', 4096), card('bench', 1024)]))).toMatchObject([
    { id: 'akula', isNode: true, usedBytes: 4 * GIB, models: [] },
    { id: 'attic.lan', isNode: false, totalBytes: 8 * GIB, usedBytes: null, models: [{ bytes: 2 * GIB }] },
    { id: 'bench', isNode: false, totalBytes: 16 * GIB, usedBytes: GIB, models: [] },
  ]);
});

it.each(['http://akula:11434', 'http://akula.homelab.local:11434', 'http://192.168.1.99:11434', 'http://AKULA'])(
  'knows a server on a node’s own host for one on that node, once: %s',
  (url) => {
    expect(readVram(services([card('akula', 4096)], { url }))).toMatchObject([
      { id: 'akula', isNode: true, totalBytes: 16 * GIB, usedBytes: 4 * GIB, models: [{ bytes: 2 * GIB }] },
    ]);
    expect(readVram(services(null, { url }))).toMatchObject([
      { id: 'akula', totalBytes: 8 * GIB, whence: 'as models[].vram of the configuration says' },
    ]);
  },
);

it('does not take the node that a service is reached at for the one that its pod is on', () => {
  const reached = services(null, { url: 'http://192.168.1.170:31434' });
  expect(readVram(reached)).toMatchObject([{ id: 'akula', totalBytes: null, models: [{ bytes: 2 * GIB }] }]);
  reached.nodes = live([...reached.nodes.values(), gpuNode('bench', 4)].map((node) => [node.name, node]));
  expect(readVram(reached)).toMatchObject([
    { id: 'akula', models: [] },
    { id: 'bench', models: [] },
  ]);
});

it('tells of a card that the cluster does not hand out as of one apart', () => {
  expect(readVram(services(null, { url: 'http://192.168.1.170:11434' }))).toMatchObject([
    { id: 'akula', models: [] },
    { id: '192.168.1.170', isNode: false, totalBytes: 8 * GIB },
  ]);
});

it('knows of no measurement where no source of them is configured, or none answers', () => {
  expect(readVram(services(null))).toMatchObject([{ id: 'akula', usedBytes: null }, { id: 'attic.lan' }]);
  const away = services([card('akula', 4096)]);
  Object.assign(away.platformMetrics?.cards ?? {}, { source: { state: 'unreachable' } });
  expect(readVram(away)).toMatchObject([{ id: 'akula', usedBytes: null, cards: [] }, { id: 'attic.lan' }]);
});

it('is not known while the cluster is not', () => {
  const away = services(null);
  Object.assign(away.nodes, { source: { state: 'unreachable' } });
  expect(readVram(away)).toBeNull();
});

describe('a server that no application is known to bring', () => {
  const ids = (given: VramServices) => readVram(given)?.map(({ id }) => id);
  let unread: VramServices;

  beforeEach(() => {
    unread = services(null);
    Object.assign(unread.declaredModels, { source: { state: 'forbidden' } });
  });

  it('is not said to be outside of the cluster while nobody could read what git brings', () => {
    expect(ids(unread)).toEqual(['akula']);
    Object.assign(unread.declaredModels, { source: { state: 'starting' } });
    expect(ids(unread)).toEqual(['akula']);
    Object.assign(unread.declaredModels, { source: { state: 'stale' } });
    expect(ids(unread)).toEqual(['akula', 'attic.lan']);
  });

  it('is, where the cards of its machine were measured there', () => {
    const measured = services([card('attic.lan', 1024)]);
    Object.assign(measured.declaredModels, { source: { state: 'forbidden' } });
    expect(readVram(measured)).toMatchObject([{ id: 'akula' }, { id: 'attic.lan', models: [{ bytes: 2 * GIB }] }]);
  });

  it.each([
    { url: 'http://ollama.ai.svc.cluster.local:11434' },
    { url: 'http://ollama.ai.svc:11434' },
    { url: 'http://attic.lan:11434', application: 'ollama' },
  ])('never is, where its address or the configuration says that it is inside: %o', (server) => {
    expect(ids(services(null, server))).toEqual(['akula']);
  });
});
