import { expect, it } from 'vitest';
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

function services(measured: CardMetrics[] | null): VramServices {
  const models = testCollection([['attic', { id: 'attic', label: 'Attic', state } as unknown as ModelServerSnapshot]]);
  models.source = { ...models.source, id: 'models/attic', state: 'live' };
  const entry = { id: 'attic', label: 'Attic', url: 'http://attic.lan:11434', application: null, environment: {} };
  const cards = testCollection((measured ?? []).map((one) => [one.id, one]));
  cards.source = { ...cards.source, state: 'live' };
  const live = <Value>(entries: [string, Value][]) => {
    const collection = testCollection(entries);
    collection.source = { ...collection.source, state: 'live' };
    return collection;
  };
  return {
    nodes: live([['akula', gpuNode('akula', 4)]]),
    gpuPods: live([['ai/a', gpuPod('a')]]),
    pods: live([]),
    models: [models],
    modelServers: [{ ...entry, vramBytes: 8 * GIB, describe: () => Promise.resolve(null) }],
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
