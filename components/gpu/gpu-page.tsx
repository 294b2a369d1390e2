'use client';

import { useMemo, useState } from 'react';
import { useAddressState } from '#components/frame/use-address-state.ts';
import { withColumns } from '#components/frame/with-columns.ts';
import { ClusterTrouble } from '#components/overview/cluster-trouble.tsx';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { FreshnessChip } from '#components/patterns/freshness/freshness-chip.tsx';
import { NotKnown } from '#components/patterns/freshness/not-known.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { patchSources } from '#lib/browser/live/patch-sources.ts';
import { patchList, patchValue } from '#lib/browser/view/patches.ts';
import { useLateView, useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { VramBook } from '#lib/domain/gpu/vram/vram.ts';
import { worstSource } from '#lib/domain/source/source.ts';
import { countKnown } from '#lib/views/_shared/cluster-standing.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import { formatGpuAddress, parseGpuAddress } from '#lib/views/gpu/gpu-params.ts';
import { createMachineJoin } from '#lib/views/gpu/machine.ts';
import type { GpuRow, GpuWaiting } from '#lib/views/gpu/nodes.ts';
import type { AllGpuData, GpuData } from '#lib/views/gpu/read.ts';
import { countMachines, isNarrowed, type MachineSelection, selectMachines } from '#lib/views/gpu/select-machines.ts';
import { sumMachines } from '#lib/views/gpu/sums.ts';
import { drawnMachines } from './drawn-machines.ts';
import { MachineCard } from './machine-card.tsx';
import { MACHINE_COLUMNS } from './machine-columns.tsx';
import { FEW_MACHINES, MachineTable } from './machine-table.tsx';
import { summaryOf } from './summary.ts';
import { WaitingCard } from './waiting-card.tsx';

const GPU: ViewQuery<GpuData> = {
  name: 'gpu',
  patches: {
    sources: patchSources,
    'gpu-waiting': patchValue<GpuData, GpuWaiting>((data, waiting) => ({ ...data, waiting })),
  },
};
const ALL: ViewQuery<AllGpuData> = {
  name: 'gpu-machines',
  patches: {
    gpu: patchList<AllGpuData, GpuRow>(
      ({ nodes }) => nodes,
      (data, nodes) => ({ ...data, nodes: [...nodes] }),
    ),
    vram: patchList<AllGpuData, VramBook>(
      ({ vram }) => vram,
      (data, vram) => ({ ...data, vram: [...vram] }),
    ),
  },
};
const ADDRESS = withColumns<MachineSelection>(
  { path: '/gpu', parse: parseGpuAddress, format: formatGpuAddress, typed: 'search' },
  MACHINE_COLUMNS,
);

/** The page is made for one selection; another is worked out here. */
export type GpuPageProps = { initial: ViewResult<GpuData>; params: Record<string, unknown> };

/** Every card of every machine, who holds which slice of it, how full its memory is, and who waits. */
export function GpuPage({ initial, params }: GpuPageProps) {
  const { data, sources } = useView(GPU, initial, params);
  const all = useLateView(ALL, initial.position);
  const control = useAddressState(ADDRESS);
  const [join] = useState(createMachineJoin);
  const everything = useMemo(() => (all === undefined ? null : join(all.data.nodes, all.data.vram)), [all, join]);
  const { state } = control;
  const selected = useMemo(
    () => (everything === null ? (data.machines ?? []) : selectMachines(everything, state)),
    [everything, data.machines, state],
  );
  const sums = useMemo(() => (everything === null ? data.sums : sumMachines(everything)), [everything, data.sums]);
  const counts = useMemo(
    () => (everything === null ? data.counts : countMachines(everything)),
    [everything, data.counts],
  );
  const total = everything?.length ?? data.total;
  const known = countKnown(data.standsOn, sources);
  const isKnown = (everything !== null || data.machines !== null) && known > 0;
  const standsOn = data.standsOn.flatMap((cluster) => cluster.sources);
  const drawn = drawnMachines(selected);
  const isLive = worstSource(sources)?.state === 'live';
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader
        title="GPU"
        description={isKnown && total > 0 ? summaryOf(sums) : undefined}
        marks={isKnown && !isLive && <FreshnessChip sources={sources} />}
      />
      {data.waiting !== null && data.waiting.total > 0 && <WaitingCard waiting={data.waiting} />}
      {!isKnown && <NotKnown sources={sources.filter(({ id }) => standsOn.includes(id))} />}
      {isKnown && total === 0 && (
        <EmptyState
          icon="gpu"
          title="No node has a GPU"
          hint={`${known === data.standsOn.length ? 'Every node was' : 'The nodes that are known were'} looked at: none hands out a GPU, and none is labelled as having a card.`}
        />
      )}
      {isKnown && (total > FEW_MACHINES || isNarrowed(state)) && (
        <MachineTable
          control={control}
          rows={selected}
          matching={everything === null ? data.matching : selected.length}
          total={total}
          counts={counts}
          clusters={data.standsOn}
          sources={sources}
        />
      )}
      {isKnown && drawn.length > 0 && (
        <div className={classNames('grid min-w-0 gap-4', drawn.length > 1 && 'xl:grid-cols-2')}>
          {drawn.map((machine) => (
            <MachineCard
              key={machine.id}
              machine={machine}
              trouble={
                machine.node === null ? null : (
                  <ClusterTrouble name={machine.id} clusters={data.standsOn} sources={sources} />
                )
              }
            />
          ))}
        </div>
      )}
      {isKnown && drawn.length < selected.length && (
        <p className="text-muted text-sm">
          {drawn.length} of {selected.length} are drawn. Choose one in the table, or search, to see its slices.
        </p>
      )}
    </div>
  );
}
