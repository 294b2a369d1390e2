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

type ClaimContext = {
  cluster: Cluster;
  draw: Draw;
  /** When the volume of a claim will be there, by the claim's uid. */
  dueAt: Map<string, number>;
};

function note(cluster: Cluster, claim: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): void {
  cluster.record(claim, { type, reason, message, component: COMPONENT });
}

function isRunning(cluster: Cluster, provisioner: string): boolean {
  const place = PROVISIONERS[provisioner];
  const deployment = place && cluster.get(DEPLOYMENT, place[0], place[1]);
  return numberOf(deployment?.status?.availableReplicas, 0) > 0;
}

/** Gives ms until the volume is there, 0 when it is, null while it cannot be made. */
function provision({ cluster, draw, dueAt }: ClaimContext, claim: KubeObject, provisioner: string): number | null {
  if (!isRunning(cluster, provisioner)) {
    const why = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
    note(cluster, claim, 'Normal', 'ExternalProvisioning', why);
    return null;
  }
  const uid = claim.metadata.uid ?? '';
  const known = dueAt.get(uid);
  if (known === undefined) {
    const message = `External provisioner is provisioning volume for claim "${keyOf(claim)}"`;
    note(cluster, claim, 'Normal', 'Provisioning', message);
  }
  const due = known ?? cluster.clock.now() + draw(`volume/${keyOf(claim)}`, 800, 3000);
  dueAt.set(uid, due);
  return Math.max(0, due - cluster.clock.now());
}

function noteMissingClass(cluster: Cluster, claim: KubeObject, className: string): void {
  if (className === '') {
    const message = 'no persistent volumes available for this claim and no storage class is set';
    note(cluster, claim, 'Normal', 'FailedBinding', message);
  } else {
    const message = `storageclass.storage.k8s.io "${className}" not found`;
    note(cluster, claim, 'Warning', 'ProvisioningFailed', message);
  }
}

/** Takes a claim as far as it goes now; gives ms until it has to be looked at again, null when an event will tell. */
function settle(context: ClaimContext, claim: KubeObject): number | null {
  const { cluster, dueAt } = context;
  const existing = findVolume(cluster, claim);
  if (existing !== undefined) {
    bindClaim(cluster, claim, existing);
    return null;
  }
  const className = textOf(claim.spec?.storageClassName);
  const storageClass = cluster.get(STORAGE_CLASS, '', className);
  if (storageClass === undefined) {
    noteMissingClass(cluster, claim, className);
    return null;
  }
  const node = claim.metadata.annotations?.[SELECTED_NODE];
  if (storageClass.volumeBindingMode === 'WaitForFirstConsumer' && node === undefined) {
    const message = 'waiting for first consumer to be created before binding';
    note(cluster, claim, 'Normal', 'WaitForFirstConsumer', message);
    return null;
  }
  const wait = provision(context, claim, textOf(storageClass.provisioner));
  if (wait === 0) {
    dueAt.delete(claim.metadata.uid ?? '');
    const volume = cluster.create(claimVolume(claim, storageClass, node));
    note(cluster, claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${volume.metadata.name}`);
    bindClaim(cluster, claim, volume);
  }
  return wait === 0 ? null : wait;
}

/** What becomes of a volume whose claim is gone. */
function reclaim(cluster: Cluster, claim: KubeObject): void {
  const volume = cluster.get(VOLUME, '', textOf(claim.spec?.volumeName));
  if (volume === undefined || fieldAt(volume.spec, 'claimRef', 'uid') !== claim.metadata.uid) {
    return;
  }
  if (volume.spec?.persistentVolumeReclaimPolicy === 'Delete') {
    cluster.delete(volume);
  } else {
    cluster.writeStatus(volume, { ...volume.status, phase: 'Released' });
  }
}

function isProvisioner(object: KubeObject): boolean {
  return Object.values(PROVISIONERS).some(([namespace, name]) => keyOf(object) === `${namespace}/${name}`);
}

/** Binds claims to volumes and has volumes made: pkg/controller/volume/persistentvolume and the external provisioners. */
export function createClaimController(cluster: Cluster, draw: Draw): Controller {
  const context: ClaimContext = { cluster, draw, dueAt: new Map() };
  return createController(cluster, {
    primary: CLAIM,
    also({ resource, object, type }) {
      if (resource.kind === 'PersistentVolumeClaim' && type === 'DELETED') {
        reclaim(cluster, object);
      }
      const isHelp =
        ['StorageClass', 'PersistentVolume'].includes(resource.kind) ||
        (resource.kind === 'Deployment' && isProvisioner(object));
      const open = isHelp ? cluster.index.all(CLAIM).filter((claim) => claim.status?.phase !== 'Bound') : [];
      return open.map(keyOf);
    },
    reconcile(claim, queue, key) {
      if (claim.status?.phase === 'Bound' || claim.metadata.deletionTimestamp !== undefined) {
        return;
      }
      const wait = settle(context, claim);
      if (wait !== null) {
        queue.addAfter(key, wait);
      }
    },
  });
}
