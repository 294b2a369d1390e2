import type { CardMetrics } from '#lib/domain/gpu/card-metrics.ts';
import { type GpuNode, gpuNodes } from '#lib/domain/gpu/ledger.ts';
import { nodeBook } from '#lib/domain/gpu/vram/node-book.ts';
import { outsideBooks } from '#lib/domain/gpu/vram/outside-book.ts';
import type { ModelInVram, VramBook } from '#lib/domain/gpu/vram/vram.ts';
import { hasData } from '#lib/domain/source/source.ts';
import type { Services } from '#lib/portal/context.ts';
import { knownClusters } from '#lib/portal/parts.ts';
import { type EndpointRow, type EndpointServices, readEndpoints } from '../models/endpoint-rows.ts';
import { type MachinesKnown, placeOfServer, type ServerPlace } from './server-place.ts';

export type VramServices = EndpointServices & Pick<Services, 'gpuPods' | 'platformMetrics'>;

/**
 * The memory of the cards of every machine, in the cluster and outside of it; null where the cluster is not known now.
 * @param read the nodes with cards, where they were read already: who holds what is half of the work
 */
export function readVram(services: VramServices, read?: readonly GpuNode[] | null): VramBook[] | null {
  const { nodes, gpuPods, platformMetrics } = services;
  const known = knownClusters({ nodes, pods: gpuPods });
  if (known.length === 0) {
    return null;
  }
  const isMeasured = platformMetrics !== null && hasData(platformMetrics.cards.source);
  const measured = Map.groupBy(isMeasured ? platformMetrics.cards.values() : [], ({ node }) => node);
  const outside = elsewhere(services, measured);
  const withCards = read ?? known.flatMap((cluster) => gpuNodes(cluster.nodes.values(), cluster.pods.values()));
  const servers = placedServers(services, {
    withCards: new Set(withCards.map(({ name }) => name)),
    clusters: new Set(known.map(({ prefix }) => prefix)),
    measured: new Set(outside.map(({ node }) => node)),
  });
  const podGpu = (pod: string) => gpuPods.get(pod)?.gpu ?? null;
  const books = withCards.map((node) => {
    const here = servers.filter(({ place }) => 'node' in place && place.node === node.name);
    return nodeBook({
      node,
      podGpu,
      models: here.flatMap(({ models }) => models),
      // A server on the node's own host sees all of its cards; one in a pod has those that the pod asked for.
      saidBytes: here.flatMap(({ place, vramBytes }) => ('node' in place && place.isOnHost ? (vramBytes ?? []) : [])),
      measured: isMeasured ? (measured.get(node.name) ?? []) : null,
    });
  });
  const apart = servers.flatMap(({ place, ...server }) => ('host' in place ? [{ ...server, host: place.host }] : []));
  return [...books, ...outsideBooks(apart, outside)];
}

type PlacedServer = { place: ServerPlace; vramBytes: number | null; models: ModelInVram[] };

function placedServers(services: VramServices, machines: MachinesKnown): PlacedServer[] {
  const entries = new Map(services.modelServers.map((entry) => [entry.id, entry]));
  return readEndpoints(services).flatMap((endpoint) => {
    const entry = entries.get(endpoint.id);
    const place = entry === undefined ? null : placeOfServer(services, endpoint, entry, machines);
    return place === null ? [] : [{ place, vramBytes: entry?.vramBytes ?? null, models: modelsOf(endpoint) }];
  });
}

function modelsOf({ label, held }: EndpointRow): ModelInVram[] {
  return (held?.loaded ?? []).flatMap(({ name, vramBytes }) =>
    vramBytes === 0 ? [] : [{ server: label, name, bytes: vramBytes }],
  );
}

function elsewhere({ nodes }: VramServices, measured: ReadonlyMap<string, CardMetrics[]>): CardMetrics[] {
  const known = new Set([...nodes.values()].map(({ name }) => name));
  return [...measured].flatMap(([node, cards]) => (known.has(node) ? [] : cards));
}
