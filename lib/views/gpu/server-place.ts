import { type Prefix, prefixOf } from '#lib/domain/cluster/qualified.ts';
import { nodeAt } from '#lib/domain/gpu/metric-place.ts';
import type { OutsideServer } from '#lib/domain/gpu/vram/outside-book.ts';
import { hasData } from '#lib/domain/source/source.ts';
import type { Services } from '#lib/portal/context.ts';
import type { ModelServerEntry } from '#lib/portal/model-server-entry.ts';
import type { EndpointRow } from '../models/endpoint-rows.ts';

type Parts = Pick<Services, 'nodes' | 'declaredModels'>;

export type MachinesKnown = {
  /** The names of the nodes that have cards. */
  withCards: ReadonlySet<string>;
  /** The clusters whose nodes and pods are known now. */
  clusters: ReadonlySet<Prefix>;
  /** Machines outside of the cluster on which cards were measured. */
  measured: ReadonlySet<string>;
};

/**
 * Whose cards a model server computes on: those of a node, from a pod or from the node's own host, or those of a machine
 * outside of the cluster. null where nobody can say.
 */
export type ServerPlace = { node: string; isOnHost: boolean } | Pick<OutsideServer, 'host'>;

export function placeOfServer(
  services: Parts,
  { card, declared }: Pick<EndpointRow, 'card' | 'declared'>,
  { url, application }: Pick<ModelServerEntry, 'url' | 'application'>,
  machines: MachinesKnown,
): ServerPlace | null {
  if (card.node !== null) {
    return { node: card.node, isOnHost: false };
  }
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  // What an application brings is in the cluster, wherever its pod is; and so is what only the cluster has a name for.
  if (declared !== null || application !== null || host === '' || IN_CLUSTER.test(host)) {
    return null;
  }
  const node = nodeAt(host, services.nodes.values());
  if (node !== null && isNodePort(url)) {
    // It leads to a pod on any node: with cards, if it has a model in their memory.
    const [only, ...others] = machines.withCards;
    return only === undefined || others.length > 0 ? null : { node: only, isOnHost: false };
  }
  if (node !== null && machines.withCards.has(node)) {
    return { node, isOnHost: true };
  }
  if (node !== null && !machines.clusters.has(prefixOf(node))) {
    return null;
  }
  // Until git was read, it can still be one that an application brings, behind an ingress.
  return hasData(services.declaredModels.source) || machines.measured.has(host) ? { host } : null;
}

const IN_CLUSTER = /\.svc(?:\.|$)/;

/** Whether Kubernetes opens a port on every node (kube-apiserver, `--service-node-port-range`, as it is by default). */
function isNodePort(url: string): boolean {
  const port = Number(new URL(url).port);
  return port >= 30_000 && port <= 32_767;
}
