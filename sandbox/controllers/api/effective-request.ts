import type { Container, PodSpec } from './pod-types.ts';
import { quantityMillis } from './quantity.ts';

/** Amounts by resource name, in thousandths. */
export type Amounts = Map<string, number>;

/** Only these can be set for the pod as a whole. */
const POD_LEVEL_RESOURCES = /^(cpu|memory|hugepages-.*)$/;

function requestsOf(container: Container): Amounts {
  const limits = Object.entries(container.resources?.limits ?? {});
  const requests = Object.entries(container.resources?.requests ?? {});
  // A request that is missing equals the limit.
  return new Map([...limits, ...requests].map(([name, amount]) => [name, quantityMillis(amount)]));
}

function addTo(sum: Amounts, more: Amounts): void {
  for (const [name, amount] of more) {
    sum.set(name, (sum.get(name) ?? 0) + amount);
  }
}

function raiseTo(highest: Amounts, candidate: Amounts): void {
  for (const [name, amount] of candidate) {
    highest.set(name, Math.max(highest.get(name) ?? 0, amount));
  }
}

/**
 * What the scheduler sets aside for a pod: the sum of containers and sidecars, or the highest point while the ordinary
 * init containers run one after another, then the pod's own requests and its overhead.
 * Kubernetes docs, "Sidecar containers: resource sharing within containers"; pkg/api/v1/resource/helpers.go.
 */
export function effectiveRequest(spec: PodSpec): Amounts {
  const app: Amounts = new Map();
  for (const container of spec.containers) {
    addTo(app, requestsOf(container));
  }
  const sidecars: Amounts = new Map();
  const peak: Amounts = new Map();
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy === 'Always') {
      addTo(sidecars, requestsOf(container));
      raiseTo(peak, sidecars);
    } else {
      const atThisPoint = new Map(sidecars);
      addTo(atThisPoint, requestsOf(container));
      raiseTo(peak, atThisPoint);
    }
  }
  addTo(app, sidecars);
  raiseTo(app, peak);
  for (const [name, amount] of Object.entries(spec.resources?.requests ?? {})) {
    if (POD_LEVEL_RESOURCES.test(name)) {
      app.set(name, quantityMillis(amount));
    }
  }
  for (const [name, amount] of Object.entries(spec.overhead ?? {})) {
    app.set(name, (app.get(name) ?? 0) + quantityMillis(amount));
  }
  return app;
}

/** The classes of quality of service: Kubernetes docs, "Pod Quality of Service Classes". */
export function qosClass(spec: PodSpec): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const amounts = containers.map((container) => container.resources ?? {});
  if (amounts.every(({ requests = {}, limits = {} }) => !named(requests) && !named(limits))) {
    return 'BestEffort';
  }
  const isGuaranteed = amounts.every(({ requests = {}, limits = {} }) =>
    ['cpu', 'memory'].every(
      (name) =>
        limits[name] !== undefined && quantityMillis(requests[name] ?? limits[name]) === quantityMillis(limits[name]),
    ),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

function named(amounts: Record<string, unknown>): boolean {
  return amounts.cpu !== undefined || amounts.memory !== undefined;
}
