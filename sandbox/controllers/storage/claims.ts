import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { type Controller, createController, keyOf } from '../api/controller.ts';
import type { Draw } from '../api/draw.ts';
import { fieldAt, numberOf, textOf } from '../api/fields.ts';
import { SELECTED_NODE } from '../scheduler/volumes.ts';
import { bindClaim, claimVolume, findVolume } from './volumes.ts';

const CLAIM = resourceType('PersistentVolumeClaim');
const VOLUME = resourceType('PersistentVolume');
const STORAGE_CLASS = resourceType('StorageClass');
const DEPLOYMENT = resourceType('Deployment');
const COMPONENT = 'persistentvolume-controller';

/** The Deployment that makes volumes for a provisioner; without it claims wait. */
const PROVISIONERS: Record<string, [namespace: string, deployment: string]> = {
  'driver.longhorn.io': ['longhorn-system', 'csi-provisioner'],
  'rancher.io/local-path': ['kube-system', 'local-path-provisioner'],
};

/** Binds claims to volumes and has volumes made: pkg/controller/volume/persistentvolume and the external provisioners. */
export function createClaimController(cluster: Cluster, draw: Draw): Controller {
  const dueAt = new Map<string, number>();

  const note = (claim: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string) =>
    cluster.record(claim, { type, reason, message, component: COMPONENT });
  const isRunning = (provisioner: string): boolean => {
    const place = PROVISIONERS[provisioner];
    const deployment = place && cluster.get(DEPLOYMENT, place[0], place[1]);
    return numberOf(deployment?.status?.availableReplicas, 0) > 0;
  };
  /** Gives ms until the volume is there, 0 when it is, null while it cannot be made. */
  const provision = (claim: KubeObject, storageClass: KubeObject): number | null => {
    const provisioner = textOf(storageClass.provisioner);
    if (!isRunning(provisioner)) {
      const why = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
      note(claim, 'Normal', 'ExternalProvisioning', why);
      return null;
    }
    const uid = claim.metadata.uid ?? '';
    const known = dueAt.get(uid);
    if (known === undefined) {
      note(claim, 'Normal', 'Provisioning', `External provisioner is provisioning volume for claim "${keyOf(claim)}"`);
    }
    const due = known ?? cluster.clock.now() + draw(`volume/${keyOf(claim)}`, 800, 3000);
    dueAt.set(uid, due);
    return Math.max(0, due - cluster.clock.now());
  };
  const settle = (claim: KubeObject): number | null => {
    const existing = findVolume(cluster, claim);
    if (existing !== undefined) {
      bindClaim(cluster, claim, existing);
      return null;
    }
    const className = textOf(claim.spec?.storageClassName);
    const storageClass = cluster.get(STORAGE_CLASS, '', className);
    if (storageClass === undefined) {
      const why =
        className === '' ? 'no persistent volumes available for this claim and no storage class is set' : null;
      const missing = `storageclass.storage.k8s.io "${className}" not found`;
      note(
        claim,
        why === null ? 'Warning' : 'Normal',
        why === null ? 'ProvisioningFailed' : 'FailedBinding',
        why ?? missing,
      );
      return null;
    }
    const node = claim.metadata.annotations?.[SELECTED_NODE];
    if (storageClass.volumeBindingMode === 'WaitForFirstConsumer' && node === undefined) {
      note(claim, 'Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
      return null;
    }
    const wait = provision(claim, storageClass);
    if (wait === 0) {
      dueAt.delete(claim.metadata.uid ?? '');
      const volume = cluster.create(claimVolume(claim, storageClass, node));
      note(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${volume.metadata.name}`);
      bindClaim(cluster, claim, volume);
    }
    return wait === 0 ? null : wait;
  };
  /** What becomes of a volume whose claim is gone. */
  const reclaim = (claim: KubeObject) => {
    const volume = cluster.get(VOLUME, '', textOf(claim.spec?.volumeName));
    if (volume !== undefined && fieldAt(volume.spec, 'claimRef', 'uid') === claim.metadata.uid) {
      if (volume.spec?.persistentVolumeReclaimPolicy === 'Delete') {
        cluster.delete(volume);
      } else {
        cluster.writeStatus(volume, { ...volume.status, phase: 'Released' });
      }
    }
  };
  const pending = () => cluster.index.all(CLAIM).filter((claim) => claim.status?.phase !== 'Bound');

  return createController(cluster, {
    primary: CLAIM,
    also({ resource, object, type }) {
      if (resource.kind === 'PersistentVolumeClaim' && type === 'DELETED') {
        reclaim(object);
      }
      const isHelp =
        ['StorageClass', 'PersistentVolume'].includes(resource.kind) ||
        (resource.kind === 'Deployment' &&
          Object.values(PROVISIONERS).some(([namespace, name]) => keyOf(object) === `${namespace}/${name}`));
      return isHelp ? pending().map(keyOf) : [];
    },
    reconcile(claim, queue, key) {
      if (claim.status?.phase === 'Bound' || claim.metadata.deletionTimestamp !== undefined) {
        return;
      }
      const wait = settle(claim);
      if (wait !== null) {
        queue.addAfter(key, wait);
      }
    },
  });
}
