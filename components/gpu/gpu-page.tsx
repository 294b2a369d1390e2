'use client';

import { EmptyState } from '#components/patterns/empty-state.tsx';
import { FreshnessChip } from '#components/patterns/freshness/freshness-chip.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { patchSources } from '#lib/browser/live/patch-sources.ts';
import { patchList } from '#lib/browser/view/patches.ts';
import { useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { WaitingForGpu } from '#lib/domain/gpu/waiting.ts';
import { worstSource } from '#lib/domain/source/source.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { GpuData, GpuRow } from '#lib/views/gpu/read.ts';
import { GpuNodeCard } from './gpu-node-card.tsx';
import { WaitingCard } from './waiting-card.tsx';

const GPU: ViewQuery<GpuData> = {
  name: 'gpu',
  patches: {
    sources: patchSources,
    gpu: patchList<GpuData, GpuRow>(
      ({ nodes }) => nodes,
      (data, nodes) => ({ ...data, nodes: nodes.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }),
    ),
    'gpu-waiting': patchList<GpuData, WaitingForGpu>(
      ({ waiting }) => waiting,
      (data, waiting) => ({ ...data, waiting: [...waiting] }),
    ),
  },
};

/** Every card of the cluster, who holds which slice of it, and who waits. */
export function GpuPage({ initial }: { initial: ViewResult<GpuData> }) {
  const { data, sources } = useView(GPU, initial);
  const { nodes, waiting, allNodes } = data;
  const isLive = worstSource(sources)?.state === 'live';
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader
        title="GPU"
        description={nodes !== null && nodes.length > 0 ? summaryOf(nodes) : undefined}
        marks={!isLive && <FreshnessChip sources={sources} />}
      />
      {waiting !== null && waiting.length > 0 && <WaitingCard waiting={waiting} />}
      {nodes === null && <EmptyState icon="unknown" title="Not known now" hint="The mark above tells why." />}
      {nodes !== null && nodes.length === 0 && (
        <EmptyState
          icon="gpu"
          title="No node has a GPU"
          hint={`${allNodes === 1 ? 'The only node was' : `All ${allNodes} nodes were`} looked at: none hands out a GPU, and none is labelled as having a card.`}
        />
      )}
      <div className="grid min-w-0 gap-4 xl:grid-cols-2">
        {nodes?.map((row) => (
          <GpuNodeCard key={row.id} row={row} />
        ))}
      </div>
    </div>
  );
}

function summaryOf(nodes: readonly GpuRow[]): string {
  const pools = nodes.flatMap((node) => node.pools);
  const sum = (pick: (pool: (typeof pools)[number]) => number) => pools.reduce((total, pool) => total + pick(pool), 0);
  const free = sum((pool) => Math.max(0, pool.free));
  const where = nodes.length === 1 ? 'one node' : `${nodes.length} nodes`;
  const are = (count: number) => (count === 0 ? 'none is' : `${count} ${count === 1 ? 'is' : 'are'}`);
  const held = sum(({ taken }) => taken);
  return `Of ${sum(({ allocatable }) => allocatable)} slices on ${where} ${are(held)} held and ${are(free)} free.`;
}
