import type { Quantity } from '../quantity/quantity.ts';

/** Amounts by resource name: `cpu`, `memory`, `nvidia.com/gpu`. */
export type Amounts = ReadonlyMap<string, Quantity>;

export type InitContainerRequest = {
  requests: Amounts;
  /** `restartPolicy: Always`: it goes on beside the containers. */
  isSidecar: boolean;
};

/** What of a pod the scheduler counts. */
export type PodRequests = {
  containers: readonly Amounts[];
  /** In their order: each ordinary one runs beside the sidecars before it. */
  initContainers: readonly InitContainerRequest[];
  /** `spec.resources.requests`, which replaces the sum for the resources it names. */
  podLevel: Amounts;
  overhead: Amounts;
};

/**
 * What a pod takes from its node, by resource: the larger of what its containers need together and what the most
 * demanding moment of its start needs, plus the overhead of its runtime (kubernetes pkg/api/v1/resource/helpers.go and
 * the sidecar containers KEP-753).
 */
export function effectiveRequest(pod: PodRequests): Map<string, Quantity> {
  const running = new Map<string, Quantity>();
  for (const container of pod.containers) {
    addTo(running, container);
  }
  const sidecars = new Map<string, Quantity>();
  const starting = new Map<string, Quantity>();
  for (const { requests, isSidecar } of pod.initContainers) {
    if (isSidecar) {
      addTo(sidecars, requests);
      raiseTo(starting, sidecars);
    } else {
      raiseTo(starting, sumOf(sidecars, requests));
    }
  }
  addTo(running, sidecars);
  raiseTo(running, starting);
  for (const [resource, amount] of pod.podLevel) {
    if (isPodLevelResource(resource)) {
      running.set(resource, amount);
    }
  }
  addTo(running, pod.overhead);
  return running;
}

/** The larger of two amounts, resource by resource. */
export function largerOf(a: Amounts, b: Amounts): Amounts {
  const larger = new Map(a);
  raiseTo(larger, b);
  return larger;
}

/** The only resources that may stand at the pod's level. */
function isPodLevelResource(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || resource.startsWith('hugepages-');
}

function sumOf(a: Amounts, b: Amounts): Amounts {
  const sum = new Map(a);
  addTo(sum, b);
  return sum;
}

function addTo(total: Map<string, Quantity>, amounts: Amounts): void {
  for (const [resource, amount] of amounts) {
    total.set(resource, (total.get(resource) ?? 0n) + amount);
  }
}

function raiseTo(total: Map<string, Quantity>, amounts: Amounts): void {
  for (const [resource, amount] of amounts) {
    if (amount > (total.get(resource) ?? 0n)) {
      total.set(resource, amount);
    }
  }
}
