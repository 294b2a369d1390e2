import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { fieldAt, listOf, textOf } from '../api/fields.ts';
import { type NodeSelectorTerm, podSpecOf } from '../api/pod-types.ts';
import { nodeTermsMatch } from './node-affinity.ts';

const CLAIM = resourceType('PersistentVolumeClaim');
const VOLUME = resourceType('PersistentVolume');
const STORAGE_CLASS = resourceType('StorageClass');

export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/** What the volumes of a pod mean for where it can go. */
export type PodVolumes =
  | { state: 'impossible'; message: string }
  /** `waiting`: claims that are bound once a node is chosen; `bound`: volumes that exist already. */
  | { state: 'possible'; waiting: KubeObject[]; bound: KubeObject[] };

export function isBound(claim: KubeObject): boolean {
  return claim.status?.phase === 'Bound';
}

function waitsForConsumer(cluster: Cluster, claim: KubeObject): boolean {
  const name = textOf(claim.spec?.storageClassName);
  return cluster.get(STORAGE_CLASS, '', name)?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** pkg/scheduler/framework/plugins/volumebinding, PreFilter. */
export function volumesOf(cluster: Cluster, pod: KubeObject): PodVolumes {
  const waiting: KubeObject[] = [];
  const bound: KubeObject[] = [];
  for (const volume of podSpecOf(pod).volumes ?? []) {
    const name = volume.persistentVolumeClaim?.claimName;
    if (name === undefined) {
      continue;
    }
    const claim = cluster.get(CLAIM, pod.metadata.namespace, name);
    if (claim === undefined) {
      return { state: 'impossible', message: `persistentvolumeclaim "${name}" not found` };
    }
    if (claim.metadata.deletionTimestamp !== undefined) {
      return { state: 'impossible', message: `persistentvolumeclaim "${name}" is being deleted` };
    }
    if (isBound(claim)) {
      const persistent = cluster.get(VOLUME, '', textOf(claim.spec?.volumeName));
      bound.push(...(persistent === undefined ? [] : [persistent]));
    } else if (waitsForConsumer(cluster, claim)) {
      waiting.push(claim);
    } else {
      return { state: 'impossible', message: 'pod has unbound immediate PersistentVolumeClaims' };
    }
  }
  return { state: 'possible', waiting, bound };
}

/** Whether a volume can be used on a node. */
export function volumeFitsNode(volume: KubeObject, node: KubeObject): boolean {
  const terms = fieldAt(volume.spec, 'nodeAffinity', 'required', 'nodeSelectorTerms');
  return terms === undefined || nodeTermsMatch(listOf(terms) as NodeSelectorTerm[], node);
}
