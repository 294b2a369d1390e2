import type { Application } from '#lib/domain/application/application.ts';
import { asDeployed } from '#lib/domain/application/deployed.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { workloadId, workloadIdOf } from '#lib/domain/workload/workload-id.ts';

/** Pods carry no tracking of their own: they belong to an application by the workload that they were made for. */
export function podsOf(pods: { values(): Iterable<Pod> }, application: Application): Pod[] {
  const workloads = new Set(application.resources.map((resource) => workloadId(asDeployed(application, resource))));
  return [...pods.values()].filter((pod) => workloads.has(workloadIdOf(pod)));
}
