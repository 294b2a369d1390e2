import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { fieldAt, textOf } from '../api/fields.ts';
import { quantityMillis } from '../api/quantity.ts';

const VOLUME = resourceType('PersistentVolume');

function requested(claim: KubeObject): unknown {
  return fieldAt(claim.spec, 'resources', 'requests', 'storage');
}

/** A volume that stands ready for a claim: one made for it, or a free one of its class that is big enough. */
export function findVolume(cluster: Cluster, claim: KubeObject): KubeObject | undefined {
  const volumes = cluster.index.all(VOLUME);
  const reserved = volumes.find((volume) => fieldAt(volume.spec, 'claimRef', 'uid') === claim.metadata.uid);
  const free = volumes
    .filter((volume) => volume.spec?.claimRef === undefined && volume.metadata.deletionTimestamp === undefined)
    .filter((volume) => textOf(volume.spec?.storageClassName) === textOf(claim.spec?.storageClassName))
    .filter((volume) => quantityMillis(fieldAt(volume.spec, 'capacity', 'storage')) >= quantityMillis(requested(claim)))
    .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
  return reserved ?? free[0];
}

/** The volume a provisioner makes for a claim. Volumes of k3s's local path stay on their node. */
export function claimVolume(claim: KubeObject, storageClass: KubeObject, node: string | undefined): KubeObject {
  const provisioner = textOf(storageClass.provisioner);
  const name = `pvc-${claim.metadata.uid}`;
  const isLocal = provisioner === 'rancher.io/local-path';
  const source = isLocal
    ? { hostPath: { path: `/var/lib/rancher/k3s/storage/${name}`, type: 'DirectoryOrCreate' } }
    : { csi: { driver: provisioner, fsType: 'ext4', volumeHandle: name } };
  const terms = [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }];
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, annotations: { 'pv.kubernetes.io/provisioned-by': provisioner } },
    spec: {
      capacity: { storage: requested(claim) },
      accessModes: claim.spec?.accessModes,
      persistentVolumeReclaimPolicy: textOf(storageClass.reclaimPolicy, 'Delete'),
      storageClassName: storageClass.metadata.name,
      volumeMode: 'Filesystem',
      ...source,
      ...(isLocal ? { nodeAffinity: { required: { nodeSelectorTerms: terms } } } : {}),
    },
    status: { phase: 'Available' },
  };
}

export function bindClaim(cluster: Cluster, claim: KubeObject, volume: KubeObject): void {
  const { namespace, name, uid } = claim.metadata;
  const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid };
  cluster.store.update(VOLUME, { ...volume, spec: { ...volume.spec, claimRef }, status: { phase: 'Bound' } });
  const bound = cluster.update({
    ...claim,
    metadata: {
      ...claim.metadata,
      annotations: { ...claim.metadata.annotations, 'pv.kubernetes.io/bind-completed': 'yes' },
    },
    spec: { ...claim.spec, volumeName: volume.metadata.name },
  });
  const capacity = fieldAt(volume.spec, 'capacity');
  cluster.writeStatus(bound, { phase: 'Bound', accessModes: claim.spec?.accessModes, capacity });
}
