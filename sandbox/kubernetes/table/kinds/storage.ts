import type { KubeObject } from '../../object.ts';
import { AGE, type Column, column, NAME, textAt, textsAt, wide } from '../column.ts';

const SHORT_MODES: Record<string, string> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function accessModes(path: string): Column['cell'] {
  return (object) => [...new Set(textsAt(object, path).map((mode) => SHORT_MODES[mode] ?? mode))].join(',');
}

function claimStatus(object: KubeObject): string {
  return object.metadata.deletionTimestamp === undefined ? textAt(object, '.status.phase') : 'Terminating';
}

export const PERSISTENT_VOLUME: Column[] = [
  NAME,
  column('Capacity', (object) => textAt(object, '.spec.capacity.storage')),
  column('Access Modes', accessModes('.spec.accessModes')),
  column('Reclaim Policy', (object) => textAt(object, '.spec.persistentVolumeReclaimPolicy')),
  column('Status', claimStatus),
  column('Claim', (object) => {
    const name = textAt(object, '.spec.claimRef.name');
    return name === '' ? '' : `${textAt(object, '.spec.claimRef.namespace')}/${name}`;
  }),
  column('StorageClass', (object) => textAt(object, '.spec.storageClassName')),
  column('VolumeAttributesClass', (object) => textAt(object, '.spec.volumeAttributesClassName', '<unset>')),
  column('Reason', (object) => textAt(object, '.status.reason')),
  AGE,
  wide('VolumeMode', (object) => textAt(object, '.spec.volumeMode', '<unset>')),
];

export const PERSISTENT_VOLUME_CLAIM: Column[] = [
  NAME,
  column('Status', claimStatus),
  column('Volume', (object) => textAt(object, '.spec.volumeName')),
  column('Capacity', (object) => textAt(object, '.status.capacity.storage')),
  column('Access Modes', accessModes('.status.accessModes')),
  column('StorageClass', (object) => textAt(object, '.spec.storageClassName')),
  column('VolumeAttributesClass', (object) => textAt(object, '.spec.volumeAttributesClassName', '<unset>')),
  AGE,
  wide('VolumeMode', (object) => textAt(object, '.spec.volumeMode', '<unset>')),
];

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

export const STORAGE_CLASS: Column[] = [
  column(
    'Name',
    ({ metadata }) => (metadata.annotations?.[DEFAULT_CLASS] === 'true' ? `${metadata.name} (default)` : metadata.name),
    { format: 'name' },
  ),
  column('Provisioner', (object) => textAt(object, '.provisioner')),
  column('ReclaimPolicy', (object) => textAt(object, '.reclaimPolicy', 'Delete')),
  column('VolumeBindingMode', (object) => textAt(object, '.volumeBindingMode', '<unset>')),
  column('AllowVolumeExpansion', (object) => object.allowVolumeExpansion === true, { type: 'string' }),
  AGE,
];
