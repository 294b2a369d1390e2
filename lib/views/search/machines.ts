import { nameInWords } from '#lib/domain/cluster/qualified.ts';
import { gpuNodes } from '#lib/domain/gpu/ledger.ts';
import { knownClusters } from '#lib/portal/parts.ts';
import { formatGpuAddress } from '../gpu/gpu-params.ts';
import { ALL_MACHINES } from '../gpu/select-machines.ts';
import { readVram, type VramServices } from '../gpu/vram.ts';
import type { SearchItem } from './item.ts';

/** Every machine with cards, in the cluster and outside of it, by what its cards are. */
export function findableMachines(services: VramServices): SearchItem[] {
  const { nodes, gpuPods } = services;
  const inside = knownClusters({ nodes, pods: gpuPods })
    .flatMap((cluster) => gpuNodes(cluster.nodes.values(), cluster.pods.values()))
    .map(({ id, gpu }) => ({ id, detail: gpu.product }));
  const outside = (readVram(services) ?? []).flatMap(({ id, isNode, cards }) =>
    isNode ? [] : [{ id, detail: [cards[0]?.product, 'outside of the cluster'].filter(Boolean).join(' · ') }],
  );
  return [...inside, ...outside].map(({ id, detail }) => {
    const href = `/gpu${formatGpuAddress({ ...ALL_MACHINES, machine: id })}`;
    return { group: 'Machines', label: nameInWords(id), detail, href };
  });
}
