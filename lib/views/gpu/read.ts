import 'server-only';
import { z } from 'zod';
import type { VramBook } from '#lib/domain/gpu/vram/vram.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services } from '#lib/portal/context.ts';
import { standingOf, statesOf } from '#lib/portal/parts.ts';
import type { ClusterStanding } from '../_shared/cluster-standing.ts';
import { defineView } from '../_shared/view.ts';
import { LONGEST_NAME } from './gpu-params.ts';
import { createMachineJoin, type GpuMachine } from './machine.ts';
import { type GpuRow, type GpuWaiting, readGpuNodes, readWaitingForGpu } from './nodes.ts';
import {
  countMachines,
  MACHINE_FILTERS,
  MACHINE_SORTS,
  type MachineFilter,
  selectMachines,
} from './select-machines.ts';
import { type GpuSums, sumMachines } from './sums.ts';
import { readVram } from './vram.ts';

/** As many machines as a first screen shows; the browser asks for the rest when it is up. */
const FIRST_MACHINES = 10;

export type GpuData = {
  /** The first that match, in order; null where they are not known now. */
  machines: GpuMachine[] | null;
  matching: number;
  total: number;
  sums: GpuSums;
  counts: Record<MachineFilter, number>;
  waiting: GpuWaiting | null;
  /** Every cluster, in the order of the configuration. */
  standsOn: ClusterStanding[];
};

const GpuParams = z.strictObject({
  search: z.string().max(200).default(''),
  machine: z.string().max(LONGEST_NAME).default(''),
  show: z.enum(['', ...MACHINE_FILTERS]).default(''),
  sort: z.enum(MACHINE_SORTS).default('name'),
  descending: z.boolean().default(false),
});

/** The cards of every machine, who holds them, how full they are, and which pods wait for one. */
export const gpuView = defineView({
  name: 'gpu',
  params: GpuParams,
  async read(context, selection) {
    await authorize(context, 'platform.view');
    const { services } = context;
    const position = services.live.position();
    const nodes = readGpuNodes(services);
    const machines = nodes === null ? [] : createMachineJoin()(nodes, readVram(services, nodes) ?? []);
    const selected = selectMachines(machines, selection);
    const data: GpuData = {
      machines: nodes === null ? null : selected.slice(0, FIRST_MACHINES),
      matching: selected.length,
      total: machines.length,
      sums: sumMachines(machines),
      counts: countMachines(machines),
      waiting: readWaitingForGpu(services),
      standsOn: standingOf(services),
    };
    return { data, sources: sourcesOfGpu(services), position };
  },
});

/** Every machine with cards, for the page to search and sort in the browser. */
export type AllGpuData = { nodes: GpuRow[]; vram: VramBook[] };

export const gpuMachinesView = defineView({
  name: 'gpu-machines',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'platform.view');
    const { services } = context;
    const position = services.live.position();
    const nodes = readGpuNodes(services);
    const data: AllGpuData = { nodes: nodes ?? [], vram: readVram(services, nodes) ?? [] };
    return { data, sources: sourcesOfGpu(services), position };
  },
});

function sourcesOfGpu({ nodes, pods, engine, models, modelServers, declaredModels, platformMetrics }: Services) {
  // Which servers are outside of the cluster is known by what git declares of those inside.
  const declared = modelServers.length === 0 ? [] : [declaredModels.source];
  const measured = platformMetrics === null ? [] : [platformMetrics.cards.source];
  return [
    ...statesOf(nodes, pods, engine.applications),
    ...models.map(({ source }) => source),
    ...declared,
    ...measured,
  ];
}
