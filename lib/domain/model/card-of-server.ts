import { nameInWords } from '../cluster/qualified.ts';
import { deviceMemory, readNodeGpu } from '../gpu/read-node-gpu.ts';
import { gpuAmounts, readGpuResource } from '../gpu/resource-name.ts';
import type { CardShare } from '../gpu/shared-card.ts';
import type { ClusterNode } from '../node/node.ts';
import type { Pod } from '../workload/workload.ts';

/** Where a server in the cluster runs, and what it shares with whom. */
export type ServerCard = {
  node: string | null;
  /** Of the cards that it may use, together; null where it is not known, 0 where it has none. */
  vramBytes: number | null;
  /** Where the figure is from, or why there is none, in words. */
  whence: string;
  /** Other pods that hold slices of the same memory, on its node: what they take of it nobody knows here. */
  sharers: { id: string; slices: number }[];
};

const MIB = 1024 ** 2;

/** The cards of the one pod that an application runs in a namespace, as the labels of its node have them. */
export function cardOfServer(
  server: { namespace: string; instance: string },
  nodes: ReadonlyMap<string, ClusterNode>,
  pods: Iterable<Pod>,
): ServerCard {
  const running = [...pods].filter(
    ({ phase, nodeName }) => nodeName !== null && phase !== 'Succeeded' && phase !== 'Failed',
  );
  const own = running.filter(
    ({ namespace, instance }) => namespace === server.namespace && instance === server.instance,
  );
  const [pod] = own;
  if (pod === undefined || own.length > 1) {
    const whence =
      pod === undefined
        ? 'no pod of its application runs, so its card is not known'
        : `its application runs ${own.length} pods, and which one answers is not known`;
    return { node: null, vramBytes: null, whence, sharers: [] };
  }
  const { shared, ...memory } = memoryOf(pod, nodes.get(pod.nodeName ?? ''));
  const others = running.filter((other) => other !== pod && other.nodeName === pod.nodeName);
  return {
    node: pod.nodeName,
    ...memory,
    sharers: shared === null ? [] : others.flatMap((other) => sharerOf(other, shared)),
  };
}

/** Whether a pod holds slices of a card. Asked of every pod of a cluster again and again, so it makes no lists. */
export function holdsSlices({ requests: { extended } }: Pod): boolean {
  for (const name in extended) {
    if ((extended[name] ?? 0) > 0 && readGpuResource(name) !== null) {
      return true;
    }
  }
  return false;
}

function sharerOf({ id, requests }: Pod, resource: string): ServerCard['sharers'] {
  const slices = requests.extended[resource] ?? 0;
  return slices === 0 ? [] : [{ id, slices }];
}

type Memory = Pick<ServerCard, 'vramBytes' | 'whence'> & {
  /** The resource whose other holders share the memory; null where it has walls, or nobody can say how large it is. */
  shared: string | null;
};

function memoryOf({ requests, gpu: own }: Pod, node: ClusterNode | undefined): Memory {
  const [held] = gpuAmounts(requests.extended);
  if (held === undefined) {
    return unknown('its pod asks for no GPU, and whether it sees one is not known');
  }
  const [resource, amount] = held;
  const { vendor, profile } = readGpuResource(resource) ?? { vendor: 'NVIDIA', profile: '' };
  if (node !== undefined && node.sharedCards.length > 0) {
    return setApart(own?.shares ?? [], deviceMemory(node.labels, '').mib ?? Number.POSITIVE_INFINITY);
  }
  const { label, mib } = deviceMemory(node?.labels ?? {}, profile);
  const gpu = node === undefined ? null : readNodeGpu(node);
  if (mib === null || vendor !== 'NVIDIA') {
    const reason = vendor === 'NVIDIA' ? `its node has no label ${label}, which GPU Feature Discovery sets` : '';
    return { ...unknown(reason || `no label says how large cards of ${vendor} are`), shared: resource };
  }
  const pool = gpu?.pools.find((one) => one.resource === resource);
  const whence = `label ${label} of node ${nameInWords(node?.name ?? '')}`;
  if (pool !== undefined && pool.memoryMiB !== null) {
    const part = pool.memoryMiB < mib ? `1/${pool.perDevice} of ` : '';
    return { vramBytes: amount * pool.memoryMiB * MIB, whence: `${part}${whence}`, shared: null };
  }
  // Slices beyond the devices there are lie on the same ones.
  const isCut = profile !== '' || gpu?.sharing === 'mig-single';
  const devices = isCut ? (pool?.capacity ?? 1) / (pool?.perDevice ?? 1) : (gpu?.count?.cards ?? 1);
  return { vramBytes: Math.min(amount, Math.max(1, devices)) * mib * MIB, whence, shared: resource };
}

/**
 * HAMi keeps a pod to what it gave it, whatever the card has besides.
 * @param most of one card, in MiB: what it gives beyond that lies in RAM
 */
function setApart(shares: readonly CardShare[], most: number): Memory {
  return shares.length === 0
    ? unknown('HAMi keeps the books of its node, and has not said what it gave its pod')
    : {
        vramBytes: shares.reduce((sum, { memoryMiB }) => sum + Math.min(memoryMiB, most), 0) * MIB,
        whence: 'what HAMi set apart for its pod',
        shared: null,
      };
}

function unknown(whence: string): Memory {
  return { vramBytes: null, whence, shared: null };
}
