import type { KubeObject } from '../../../kubernetes/object.ts';
import type { Cluster } from '../../api/cluster.ts';
import { ownerReference } from '../../api/controller.ts';
import { fieldsOf, numberOf, textsOf } from '../../api/fields.ts';
import { podTemplateOf } from '../../api/pod-types.ts';
import { templateHash } from '../template-hash.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
const HASH = 'pod-template-hash';

export function replicasOf(set: KubeObject): number {
  return numberOf(set.spec?.replicas, 0);
}

export function availableOf(set: KubeObject): number {
  return numberOf(set.status?.availableReplicas, 0);
}

function revisionOf(object: KubeObject): number {
  return Number(object.metadata.annotations?.[REVISION] ?? 0);
}

/** The ReplicaSets of a Deployment: the one with its template, and those with earlier ones. */
export type Generations = { current: KubeObject | undefined; old: KubeObject[]; hash: string; nextRevision: number };

export function generationsOf(cluster: Cluster, deployment: KubeObject): Generations {
  const hash = templateHash(podTemplateOf(deployment));
  const sets = cluster.index
    .ownedBy(deployment.metadata.uid ?? '')
    .filter((object) => object.kind === 'ReplicaSet' && object.metadata.deletionTimestamp === undefined);
  const current = sets.find((set) => set.metadata.labels?.[HASH] === hash);
  const old = sets.filter((set) => set !== current);
  const highestOld = Math.max(0, ...old.map(revisionOf));
  return {
    current,
    old,
    hash,
    nextRevision: Math.max(highestOld + 1, current === undefined ? 1 : revisionOf(current)),
  };
}

export function newReplicaSet(deployment: KubeObject, generations: Generations, replicas: number): KubeObject {
  const template = podTemplateOf(deployment);
  const labels = { ...template.metadata?.labels, [HASH]: generations.hash };
  const selector = fieldsOf(deployment.spec?.selector);
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${generations.hash}`,
      namespace: deployment.metadata.namespace ?? 'default',
      labels,
      annotations: { [REVISION]: String(generations.nextRevision) },
      ownerReferences: [ownerReference(deployment)],
    },
    spec: {
      replicas,
      ...(deployment.spec?.minReadySeconds === undefined ? {} : { minReadySeconds: deployment.spec.minReadySeconds }),
      selector: { ...selector, matchLabels: { ...textsOf(selector.matchLabels), [HASH]: generations.hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

/** Deletes empty generations beyond `revisionHistoryLimit`, the oldest first. */
export function dropOldGenerations(cluster: Cluster, deployment: KubeObject, old: readonly KubeObject[]): void {
  const limit = numberOf(deployment.spec?.revisionHistoryLimit, 10);
  const empty = old
    .filter((set) => replicasOf(set) === 0 && numberOf(set.status?.replicas, 0) === 0)
    .sort((a, b) => revisionOf(a) - revisionOf(b));
  for (const set of empty.slice(0, Math.max(0, empty.length - limit))) {
    cluster.delete(set);
  }
}
