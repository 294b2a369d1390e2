import type { Application } from '#lib/domain/application/application.ts';
import { asDeployed } from '#lib/domain/application/deployed.ts';
import { type GpuNode, gpuNodes } from '#lib/domain/gpu/ledger.ts';
import { type WaitingForGpu, waitingForGpu } from '#lib/domain/gpu/waiting.ts';
import { hasData } from '#lib/domain/source/source.ts';
import { workloadId, workloadIdOf } from '#lib/domain/workload/workload-id.ts';
import type { Services } from '#lib/portal/context.ts';
import { knownClusters, knownValues, statesOf } from '#lib/portal/parts.ts';

/** A node with cards, and the applications that the pods there belong to, by pod; null where those are not known now. */
export type GpuRow = GpuNode & { applications: Record<string, string> | null };

/** Pods that wait for a GPU, as many as a page shows. */
export type GpuWaiting = { rows: WaitingForGpu[]; total: number };

type Parts = Pick<Services, 'nodes' | 'gpuPods' | 'engine'>;

export function readGpuNodes({ nodes, gpuPods, engine }: Parts): GpuRow[] | null {
  const known = knownClusters({ nodes, pods: gpuPods });
  if (known.length === 0) {
    return null;
  }
  const applicationOf = createApplicationOf({ gpuPods, engine });
  const isKnown = areAllKnown(engine.applications);
  return known
    .flatMap((cluster) => gpuNodes(cluster.nodes.values(), cluster.pods.values()))
    .map((node) => {
      const pods = [...node.pools.flatMap(({ holders }) => holders.map(({ pod }) => pod)), ...node.unasked];
      const found = pods.flatMap((pod) => {
        const application = applicationOf(pod);
        return application === undefined ? [] : [[pod, application] as const];
      });
      return { ...node, applications: isKnown ? Object.fromEntries(found) : null };
    });
}

/** Whether there is no application besides those that are there: of an Argo CD that is not heard of nobody can say. */
function areAllKnown(applications: Services['engine']['applications']): boolean {
  const states = statesOf(applications);
  return states.some(hasData) && states.every((source) => hasData(source) || source.state === 'absent');
}

/** More pods than this are counted only. */
const MOST_WAITING = 20;

/** Pods that wait for a GPU, the longest first; null where pods are not known now. */
export function readWaitingForGpu({ gpuPods }: Pick<Services, 'gpuPods'>): GpuWaiting | null {
  if (!hasData(gpuPods.source)) {
    return null;
  }
  const all = [...knownValues(gpuPods)]
    .flatMap((pod) => waitingForGpu(pod) ?? [])
    .toSorted((a, b) => (a.since ?? 0) - (b.since ?? 0) || (a.id < b.id ? -1 : 1));
  return { rows: all.slice(0, MOST_WAITING), total: all.length };
}

/** The rows as the live topic tells them again and again, and which changes are news to them. */
export type GpuRows = { read(): GpuRow[]; concerns(id: string): boolean };

export function createGpuRows(services: Parts): GpuRows {
  let owners: ReadonlySet<string> = new Set();
  return {
    read() {
      const rows = readGpuNodes(services) ?? [];
      owners = new Set(rows.flatMap(({ applications }) => Object.values(applications ?? {})));
      return rows;
    },
    // What an application had is no longer in it when it has let go of its last pod there.
    concerns: (id) => owners.has(id) || concernsGpu(services, id),
  };
}

/** Whether a node, a pod or an application of this id is news here: of thousands of applications few have pods on a card. */
function concernsGpu({ gpuPods, engine }: Pick<Parts, 'gpuPods' | 'engine'>, id: string): boolean {
  const application = gpuPods.get(id) === undefined ? engine.applications.get(id) : undefined;
  if (application === undefined) {
    return true;
  }
  const namespaces = namespacesOf(gpuPods);
  return placesOf(application).some((place) => namespaces.has(place));
}

function namespacesOf(gpuPods: Parts['gpuPods']): Set<string> {
  const namespaces = new Set<string>();
  for (const { namespace } of gpuPods.values()) {
    namespaces.add(namespace);
  }
  return namespaces;
}

/** Of an application that did not change they are still the same. */
const PLACES = new WeakMap<Application, readonly string[]>();

/** The namespaces that an application has objects in, mostly one. */
function placesOf(application: Application): readonly string[] {
  const known = PLACES.get(application);
  if (known !== undefined) {
    return known;
  }
  const places = [...new Set(application.resources.map((resource) => asDeployed(application, resource).namespace))];
  PLACES.set(application, places);
  return places;
}

/** Pods carry no tracking of their own: they belong by the workload that they were made for. */
function createApplicationOf({ gpuPods, engine }: Pick<Parts, 'gpuPods' | 'engine'>) {
  const workloads = new Map([...gpuPods.values()].map((pod) => [pod.id, workloadIdOf(pod)]));
  const wanted = new Set(workloads.values());
  const namespaces = namespacesOf(gpuPods);
  const owners = new Map<string, string>();
  for (const application of engine.applications.values()) {
    // Most of the ten thousands of objects are in other namespaces, which is known of each application.
    const own = placesOf(application).some((place) => namespaces.has(place)) ? application.resources : [];
    for (const resource of own) {
      const workload = workloadId(asDeployed(application, resource));
      if (wanted.has(workload)) {
        owners.set(workload, application.id);
      }
    }
  }
  return (pod: string) => owners.get(workloads.get(pod) ?? '');
}
