import { nameInWords } from '../cluster/qualified.ts';
import type { ClusterNode } from '../node/node.ts';
import type { Pod } from '../workload/workload.ts';

/** Where a server in the cluster runs, and what it shares with whom. */
export type ServerCard = {
  node: string | null;
  /** Of the cards that it may use, together; null where it is not known, 0 where it has none. */
  vramBytes: number | null;
  /** Where the figure is from, or why there is none, in words. */
  whence: string;
  /** Other pods that hold slices on its node: what they take of the same memory nobody knows here. */
  sharers: { id: string; slices: number }[];
};

const PREFIX = 'nvidia.com/';
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
  const node = nodes.get(pod.nodeName ?? '');
  const held = slicesOf(pod);
  const { vramBytes, whence } = memoryOf(held, node);
  const others = running.filter((other) => other !== pod && other.nodeName === pod.nodeName);
  // A MIG slice has memory of its own.
  const sharers = held.some(([name]) => isWalled(name, node)) ? [] : others.flatMap(sharerOf);
  return { node: pod.nodeName, vramBytes, whence, sharers };
}

function slicesOf({ requests }: Pod): [name: string, amount: number][] {
  return Object.entries(requests.extended).filter(([name, amount]) => name.startsWith(PREFIX) && amount > 0);
}

/** Whether a pod holds slices of a card. Asked of every pod of a cluster again and again, so it makes no lists. */
export function holdsSlices({ requests: { extended } }: Pod): boolean {
  for (const name in extended) {
    if (name.startsWith(PREFIX) && (extended[name] ?? 0) > 0) {
      return true;
    }
  }
  return false;
}

function sharerOf(pod: Pod): { id: string; slices: number }[] {
  const slices = slicesOf(pod).reduce((sum, [, amount]) => sum + amount, 0);
  return slices === 0 ? [] : [{ id: pod.id, slices }];
}

function isWalled(resource: string, node: ClusterNode | undefined): boolean {
  return resource.startsWith(`${PREFIX}mig-`) || (node?.labels[`${PREFIX}gpu.product`] ?? '').includes('-MIG-');
}

function memoryOf(held: [string, number][], node: ClusterNode | undefined): Pick<ServerCard, 'vramBytes' | 'whence'> {
  const [resource, amount = 0] = held[0] ?? [];
  if (resource === undefined) {
    return { vramBytes: null, whence: 'its pod asks for no GPU, and whether it sees one is not known' };
  }
  const label = resource.startsWith(`${PREFIX}mig-`) ? `${resource}.memory` : `${PREFIX}gpu.memory`;
  const mib = positive(node?.labels[label]);
  if (mib === null) {
    return { vramBytes: null, whence: `its node has no label ${label}, which GPU Feature Discovery sets` };
  }
  // Slices beyond the cards there are lie on the same ones.
  const cards = isWalled(resource, node) ? amount : Math.min(amount, positive(node?.labels[`${PREFIX}gpu.count`]) ?? 1);
  return { vramBytes: cards * mib * MIB, whence: `label ${label} of node ${nameInWords(node?.name ?? '')}` };
}

function positive(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
