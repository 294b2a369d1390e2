import 'server-only';
import { z } from 'zod';
import type { ChangeRow } from '#lib/domain/inbox/row.ts';
import type { LoadedModel } from '#lib/domain/model/model.ts';
import { roomOf } from '#lib/domain/node/fit.ts';
import { hasData } from '#lib/domain/source/source.ts';
import type { Ladder } from '#lib/domain/wave/ladder.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services } from '#lib/portal/context.ts';
import { engineOf } from '#lib/portal/engine-of.ts';
import { knownClusters, knownValues, standingOf, statesOf } from '#lib/portal/parts.ts';
import type { ClusterStanding } from '../_shared/cluster-standing.ts';
import { defineView } from '../_shared/view.ts';
import { type FleetSummary, readFleet } from '../runners/fleet.ts';
import { knownLadder } from '../waves/ladders.ts';
import type { OverviewNode } from './node.ts';
import { toldNodes } from './node-order.ts';

export type PendingPod = { id: string; reason: string; since: number | null };
export type OverviewModels = { id: string; label: string; loaded: LoadedModel[]; installed: number };

/** The questions of the first page: delivered, room, models, what waits. null where it is not known now. */
export type OverviewData = {
  ladder: Ladder | null;
  /** As `toldNodes` has them. */
  nodes: OverviewNode[] | null;
  /** Pods that no node has taken, with the scheduler's reason. */
  pending: PendingPod[] | null;
  models: OverviewModels[];
  /** null while nothing of any fleet is known. */
  fleet: FleetSummary | null;
  changes: ChangeRow[];
  /** Which sources each part stands on, by id, so that it can say for itself how fresh it is. */
  standsOn: { ladder: string[]; room: string[]; models: string[]; fleet: string[]; changes: string[] };
  /** Every cluster, in the order of the configuration. */
  clusters: ClusterStanding[];
};

export const overviewView = defineView({
  name: 'overview',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'platform.view');
    const { services } = context;
    const position = services.live.position();
    const sources = [
      ...statesOf(services.engine.applications, services.nodes, services.pods),
      ...services.models.map(({ source }) => source),
      ...services.runnerSources.map(({ runners }) => runners.source),
      services.changeRows.source,
    ];
    return { data: readOverview(services), sources, position };
  },
});

export function readOverview(services: Services): OverviewData {
  const { nodes, pods, models, changeRows } = services;
  // The configured root and all that it brings are in the first cluster.
  const { applications } = engineOf(services.engine, services.engine.root);
  return {
    ladder: knownLadder(services),
    nodes: readRoom(services),
    pending: readPending(services),
    models: readModels(services),
    fleet: readFleet(services),
    changes: [...changeRows.values()].toSorted((a, b) => b.updatedAt - a.updatedAt).slice(0, 50),
    standsOn: {
      ladder: [applications.source.id],
      room: statesOf(nodes, pods).map(({ id }) => id),
      models: models.map(({ source }) => source.id),
      fleet: services.runnerSources.map(({ runners }) => runners.source.id),
      changes: [changeRows.source.id],
    },
    clusters: standingOf(services),
  };
}

export function readPending({ pods }: Services): PendingPod[] | null {
  return hasData(pods.source)
    ? [...knownValues(pods)]
        .filter(({ phase, nodeName }) => phase === 'Pending' && nodeName === null)
        .slice(0, 50)
        .map(({ id, message, reason, createdAt }) => ({ id, reason: message || reason, since: createdAt }))
    : null;
}

export function readModels({ models }: Services): OverviewModels[] {
  return models.flatMap((collection) =>
    hasData(collection.source)
      ? [...collection.values()].map(({ id, label, state }) => ({
          id,
          label,
          loaded: state.loaded,
          installed: state.installed.length,
        }))
      : [],
  );
}

const GPU = 'nvidia.com/gpu';
const SHARED = `${GPU}.shared`;

/** The nodes of every cluster that is known, as many as are told. */
export function readRoom(services: Pick<Services, 'nodes' | 'pods'>): OverviewNode[] | null {
  const known = knownClusters(services);
  return known.length === 0 ? null : toldNodes(known.flatMap(roomIn));
}

function roomIn({ nodes, pods }: Pick<Services, 'nodes' | 'pods'>): OverviewNode[] {
  const byName = new Map([...nodes.values()].map((node) => [node.name, node]));
  return roomOf(nodes.values(), pods.values()).map((room): OverviewNode => {
    const node = byName.get(room.name);
    const total = (room.allocatable.extended[GPU] ?? 0) + (room.allocatable.extended[SHARED] ?? 0);
    const taken = (room.taken.extended[GPU] ?? 0) + (room.taken.extended[SHARED] ?? 0);
    const product = (node?.labels['nvidia.com/gpu.product'] ?? 'GPU').replace(/-SHARED$/, '').replaceAll('-', ' ');
    return {
      ...room,
      id: room.name,
      ready: node?.ready ?? 'Unknown',
      gpu: total > 0 || taken > 0 ? { product, total, taken } : null,
    };
  });
}
