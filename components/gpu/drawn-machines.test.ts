import { expect, it } from 'vitest';
import { gpuNodes } from '#lib/domain/gpu/ledger.ts';
import { GPU, gpuNode, gpuPod } from '#lib/testing/gpu-cluster.ts';
import { drawnMachines } from './drawn-machines.ts';

function machines(count: number, slices: number) {
  const nodes = Array.from({ length: count }, (_, index) => gpuNode(`n${index}`, slices));
  const pods = nodes.map(({ name }) => gpuPod(`p-${name}`, { nodeName: name }, { [GPU]: slices }));
  return gpuNodes(nodes, pods).map((node) => ({ id: node.id, node: { ...node, applications: null }, vram: null }));
}

it('draws as many machines as a page can bear, and one in any case', () => {
  expect(drawnMachines(machines(3, 4))).toHaveLength(3);
  const many = drawnMachines(machines(200, 4)).length;
  expect(many).toBeGreaterThan(5);
  expect(many).toBeLessThan(20);
  expect(drawnMachines(machines(200, 56)).length).toBeLessThan(many);
  const [first] = machines(1, 1);
  const holders = Array.from({ length: 200 }, (_, index) => gpuPod(`p${index}`, { nodeName: 'n0' }));
  const [crowded] = gpuNodes([gpuNode('n0', 200)], holders).map((node) => ({ ...node, applications: null }));
  expect(drawnMachines([{ id: 'n0', node: crowded ?? null, vram: null }, ...(first ? [first] : [])])).toHaveLength(1);
  expect(drawnMachines([])).toEqual([]);
});
