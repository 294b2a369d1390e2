import type { Pod } from '../workload/workload.ts';
import { gpuAmounts } from './resource-name.ts';
import { type Obstacle, readUnschedulable } from './why-waiting.ts';

/** A pod that asks for a GPU and has no node. */
export type WaitingForGpu = {
  /** `namespace/name`. */
  id: string;
  asks: { resource: string; amount: number }[];
  since: number | null;
  /** Why, a sentence each, what concerns most nodes first; the scheduler's own words where it cannot be taken apart. */
  reasons: string[];
};

type Facts = Pick<Pod, 'id' | 'phase' | 'nodeName' | 'requests' | 'createdAt' | 'reason' | 'message'>;

/** null for a pod that asks for none, has a node or has ended. */
export function waitingForGpu({
  id,
  phase,
  nodeName,
  requests,
  createdAt,
  reason,
  message,
}: Facts): WaitingForGpu | null {
  const asks = gpuAmounts(requests.extended).map(([resource, amount]) => ({ resource, amount }));
  if (asks.length === 0 || nodeName !== null || phase !== 'Pending') {
    return null;
  }
  const told = readUnschedulable(message);
  const reasons =
    told === null || told.obstacles.length === 0
      ? [message || reason || 'The scheduler has not looked at it yet.']
      : told.obstacles.toSorted((a, b) => b.nodes - a.nodes).map((obstacle) => inWords(obstacle, told.nodes, asks));
  return { id, asks, since: createdAt, reasons };
}

function inWords({ kind, nodes, of, text }: Obstacle, all: number, asks: WaitingForGpu['asks']): string {
  const where =
    nodes === all ? (all === 1 ? 'The only node' : `All ${all} nodes`) : nodes === 1 ? 'One node' : `${nodes} nodes`;
  const [has, does] = nodes === 1 ? ['has', 'does'] : ['have', 'do'];
  switch (kind) {
    case 'resource': {
      const asked = asks.find(({ resource }) => resource === of)?.amount;
      return asked === undefined
        ? `${where} ${has} too little ${of} left.`
        : nodes === all
          ? `No node has ${asked} ${of} free.`
          : `${where} ${does} not have ${asked} ${of} free.`;
    }
    case 'taint':
      return of === ''
        ? `${where} ${has} a taint that the pod does not tolerate.`
        : `${where} ${has} the taint ${of}, which the pod does not tolerate.`;
    case 'selector':
      return `${where} ${does} not match what the pod selects nodes by.`;
    case 'volume':
    case 'other':
      return `${where}: ${text}.`;
  }
}
