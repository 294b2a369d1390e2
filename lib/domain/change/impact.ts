import { declaredVram } from '../gpu/declared-vram.ts';
import { isManifestObject, type ManifestDocument, type ManifestObject } from '../manifest/manifest.ts';
import type { ResourceAmounts } from '../node/node.ts';
import { toResourceAmounts } from '../node/resource-amounts.ts';
import { parseQuantity, toUnits } from '../quantity/quantity.ts';
import { fieldsOf, numberOf } from '../value/fields.ts';
import { effectiveRequest } from '../workload/effective-request.ts';
import { readPodRequests } from '../workload/read-pod-requests.ts';
import type { ChangeSubject } from './change.ts';

/** The pods of one workload and what each of them asks of its node. */
export type WorkloadDemand = {
  object: string;
  pods: number;
  each: ResourceAmounts;
  /** What each says it needs of a card's memory; 0 where it says nothing. */
  vramBytes: number;
};

/** What a set of files would put into the cluster. */
export type Impact = {
  objects: { kind: string; namespace: string; name: string }[];
  subjects: ChangeSubject[];
  workloads: WorkloadDemand[];
  /** Sums over all pods. */
  total: ResourceAmounts;
  vramBytes: number;
  storageBytes: number;
};

const REPLICATED = ['Deployment', 'StatefulSet', 'ReplicaSet', 'Rollout'];
const SINGLE = ['Pod', 'Job', 'DaemonSet'];
const WAVE = 'argocd.argoproj.io/sync-wave';

/** Counts what the documents declare. Documents that are no Kubernetes objects count for nothing. */
export function impactOf(documents: readonly ManifestDocument[]): Impact {
  const objects = documents.map(({ value }) => value).filter(isManifestObject);
  const workloads = objects.flatMap(demandOf);
  return {
    objects: objects.map(({ kind, metadata }) => ({ kind, namespace: metadata.namespace ?? '', name: metadata.name })),
    subjects: objects.filter(isApplication).map(subjectOf),
    workloads,
    total: totalOf(workloads),
    vramBytes: workloads.reduce((sum, { pods, vramBytes }) => sum + pods * vramBytes, 0),
    storageBytes: objects.reduce((sum, object) => sum + storageOf(object), 0),
  };
}

function isApplication({ kind, apiVersion }: ManifestObject): boolean {
  return kind === 'Application' && apiVersion.startsWith('argoproj.io/');
}

function subjectOf(object: ManifestObject): ChangeSubject {
  const { name, namespace = 'argocd', annotations } = object.metadata;
  const wave = Number.parseInt(annotations?.[WAVE] ?? '0', 10);
  const destination = fieldsOf(fieldsOf(object.spec).destination);
  return {
    application: `${namespace}/${name}`,
    namespace: typeof destination.namespace === 'string' ? destination.namespace : '',
    wave: Number.isNaN(wave) ? 0 : wave,
  };
}

function demandOf(object: ManifestObject): WorkloadDemand[] {
  const spec = fieldsOf(object.spec);
  const replicated = REPLICATED.includes(object.kind);
  if (!replicated && !SINGLE.includes(object.kind)) {
    return [];
  }
  const template = object.kind === 'Pod' ? fieldsOf(object) : fieldsOf(spec.template);
  return [
    {
      object: `${object.kind} ${object.metadata.name}`,
      pods: replicated ? numberOf(spec.replicas, 1) : 1,
      each: toResourceAmounts(effectiveRequest(readPodRequests(fieldsOf(template.spec)))),
      vramBytes: declaredVram(fieldsOf(fieldsOf(template.metadata).annotations)) ?? 0,
    },
  ];
}

function totalOf(workloads: readonly WorkloadDemand[]): ResourceAmounts {
  const total: ResourceAmounts = { cpuMillis: 0, memoryBytes: 0, extended: {} };
  for (const { pods, each } of workloads) {
    total.cpuMillis += pods * each.cpuMillis;
    total.memoryBytes += pods * each.memoryBytes;
    for (const [resource, amount] of Object.entries(each.extended)) {
      total.extended[resource] = (total.extended[resource] ?? 0) + pods * amount;
    }
  }
  return total;
}

function storageOf(object: ManifestObject): number {
  if (object.kind !== 'PersistentVolumeClaim') {
    return 0;
  }
  const requests = fieldsOf(fieldsOf(fieldsOf(object.spec).resources).requests);
  return toUnits(parseQuantity(requests.storage) ?? 0n);
}
