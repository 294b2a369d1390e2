import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { ownerReference } from '../api/controller.ts';
import { hashText } from '../api/draw.ts';
import { numberOf } from '../api/fields.ts';

const DEPLOYMENT = resourceType('Deployment');
const DAEMON_SET = resourceType('DaemonSet');

/** As the GPU Operator marks what it made, so that it updates only what differs from what it made last. */
const APPLIED_HASH = 'nvidia.com/last-applied-hash';

export function isDeploymentAvailable(cluster: Cluster, namespace: string, name: string): boolean {
  return numberOf(cluster.get(DEPLOYMENT, namespace, name)?.status?.availableReplicas, 0) > 0;
}

export function isDaemonSetReady(cluster: Cluster, namespace: string, name: string): boolean {
  const set = cluster.get(DAEMON_SET, namespace, name);
  const wanted = numberOf(set?.status?.desiredNumberScheduled, -1);
  return (
    set !== undefined &&
    set.status?.observedGeneration === set.metadata.generation &&
    numberOf(set.status?.updatedNumberScheduled, 0) >= wanted &&
    numberOf(set.status?.numberReady, -1) >= wanted
  );
}

/** Makes an object be there as an operator wants it, owned by what asked for it. */
export function ensureOwned(cluster: Cluster, owner: KubeObject, wanted: KubeObject): void {
  const hash = String(hashText(JSON.stringify(wanted)));
  const resource = cluster.resourceOf(wanted);
  const current = cluster.get(resource, wanted.metadata.namespace, wanted.metadata.name);
  const metadata = {
    ...wanted.metadata,
    annotations: { ...wanted.metadata.annotations, [APPLIED_HASH]: hash },
    ownerReferences: [ownerReference(owner)],
  };
  if (current === undefined) {
    cluster.create({ ...wanted, metadata });
  } else if (
    current.metadata.deletionTimestamp === undefined &&
    current.metadata.annotations?.[APPLIED_HASH] !== hash
  ) {
    const { resourceVersion } = current.metadata;
    cluster.update({
      ...current,
      ...wanted,
      metadata: { ...metadata, ...(resourceVersion ? { resourceVersion } : {}) },
    });
  }
}
