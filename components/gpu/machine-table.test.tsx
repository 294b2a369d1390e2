import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { gpuNodes } from '#lib/domain/gpu/ledger.ts';
import type { SourceState } from '#lib/domain/source/source.ts';
import { gpuNode } from '#lib/testing/gpu-cluster.ts';
import type { GpuMachine } from '#lib/views/gpu/machine.ts';
import { ALL_MACHINES, countMachines } from '#lib/views/gpu/select-machines.ts';
import { MachineTable } from './machine-table.tsx';

const CLUSTERS = [
  { prefix: null, sources: ['hub/nodes', 'hub/pods'] },
  { prefix: 'edge', sources: ['edge/nodes', 'edge/pods'] },
];
const control = { state: { ...ALL_MACHINES, columns: {} }, href: () => '/gpu', select: () => undefined };
const machines: GpuMachine[] = [
  ...gpuNodes([gpuNode('gpu-1', 2), gpuNode('edge~gpu-1', 2)], []).map((node) => {
    return { id: node.id, node: { ...node, applications: null }, vram: null };
  }),
  { id: 'attic', node: null, vram: null },
];

/** The machines that are marked, and how. */
function marks(states: Record<string, SourceState>, clusters = CLUSTERS): [string, string][] {
  const sources = CLUSTERS.flatMap((cluster) => cluster.sources).map((id) => {
    return { id, label: id, state: states[id.split('/')[0] ?? ''] ?? ('live' as const), asOf: 0, since: 0 };
  });
  const counts = countMachines(machines);
  const rows = { rows: machines, matching: 3, total: 3, counts };
  const page = renderToStaticMarkup(<MachineTable {...{ control, clusters, sources, ...rows }} />);
  const cells = [...page.matchAll(/data-column="name".*?(?=data-column="cards")/gs)];
  expect(cells).toHaveLength(machines.length);
  return machines.flatMap(({ id }, at) => {
    const [, state] = /data-freshness="(\w+)"/.exec(cells[at]?.[0] ?? '') ?? [];
    return state === undefined ? [] : [[id, state]];
  });
}

it('marks the machines of the cluster that is away, and no others', () => {
  expect(marks({ edge: 'stale' })).toEqual([['edge~gpu-1', 'stale']]);
  expect(marks({ hub: 'stale' })).toEqual([['gpu-1', 'stale']]);
  expect(marks({})).toEqual([]);
});

it('says nothing of the only cluster there is: the page does', () => {
  expect(marks({ hub: 'stale' }, CLUSTERS.slice(0, 1))).toEqual([]);
});
