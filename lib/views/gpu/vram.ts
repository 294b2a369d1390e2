import type { CardMetrics } from '#lib/domain/gpu/card-metrics.ts';
import { gpuNodes } from '#lib/domain/gpu/ledger.ts';
import { nodeBook } from '#lib/domain/gpu/vram/node-book.ts';
import { type OutsideServer, outsideBooks } from '#lib/domain/gpu/vram/outside-book.ts';
import type { ModelInVram, VramBook } from '#lib/domain/gpu/vram/vram.ts';
import { hasData } from '#lib/domain/source/source.ts';
import type { Services } from '#lib/portal/context.ts';
import { knownClusters } from '#lib/portal/parts.ts';
import { type EndpointRow, type EndpointServices, readEndpoints } from '../models/endpoint-rows.ts';

export type VramServices = EndpointServices & Pick<Services, 'gpuPods' | 'platformMetrics'>;

/** The memory of the cards of every machine, in the cluster and outside of it; null where the cluster is not known now. */
export function readVram(services: VramServices): VramBook[] | null {
  const { nodes, gpuPods, platformMetrics } = services;
  const known = knownClusters({ nodes, pods: gpuPods });
  if (known.length === 0) {
    return null;
  }
  const isMeasured = platformMetrics !== null && hasData(platformMetrics.cards.source);
  const measured = Map.groupBy(isMeasured ? platformMetrics.cards.values() : [], ({ node }) => node);
  const endpoints = readEndpoints(services);
  const inside = Map.groupBy(endpoints, ({ card }) => card.node);
  const podGpu = (pod: string) => gpuPods.get(pod)?.gpu ?? null;
  const cards = known.flatMap((cluster) => gpuNodes(cluster.nodes.values(), cluster.pods.values()));
  const books = cards.map((node) =>
    nodeBook({
      node,
      podGpu,
      models: (inside.get(node.name) ?? []).flatMap(modelsOf),
      measured: isMeasured ? (measured.get(node.name) ?? []) : null,
    }),
  );
  return [...books, ...outsideBooks(serversOutside(services, endpoints), elsewhere(services, measured))];
}

function modelsOf({ label, held }: EndpointRow): ModelInVram[] {
  return (held?.loaded ?? []).flatMap(({ name, vramBytes }) =>
    vramBytes === 0 ? [] : [{ server: label, name, bytes: vramBytes }],
  );
}

/** A server that an application brings is in the cluster, wherever its pod is. */
function serversOutside({ modelServers }: VramServices, endpoints: readonly EndpointRow[]): OutsideServer[] {
  return endpoints.flatMap((endpoint) => {
    const { url = '', vramBytes = null } = modelServers.find(({ id }) => id === endpoint.id) ?? {};
    return endpoint.declared === null && endpoint.card.node === null && URL.canParse(url)
      ? [{ host: new URL(url).hostname, vramBytes, models: modelsOf(endpoint) }]
      : [];
  });
}

function elsewhere({ nodes }: VramServices, measured: ReadonlyMap<string, CardMetrics[]>): CardMetrics[] {
  const known = new Set([...nodes.values()].map(({ name }) => name));
  return [...measured].flatMap(([node, cards]) => (known.has(node) ? [] : cards));
}
