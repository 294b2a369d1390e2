import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { type Controller, createController, ownerKeys } from '../api/controller.ts';
import { fieldAt, fieldsOf, listOf, numberOf, textOf, textsOf } from '../api/fields.ts';
import { isFinished, isReady } from '../api/pod-state.ts';
import { type PodTemplate, podTemplateOf, type Volume } from '../api/pod-types.ts';
import { createOwnedPod, podFromTemplate } from './make-pod.ts';
import { podsOf } from './replica-set.ts';
import { templateHash } from './template-hash.ts';

const STATEFUL_SET = resourceType('StatefulSet');
const CLAIM = resourceType('PersistentVolumeClaim');
const COMPONENT = 'statefulset-controller';
const REVISION = 'controller-revision-hash';

function ordinalOf(pod: KubeObject): number {
  return Number(pod.metadata.name.slice(pod.metadata.name.lastIndexOf('-') + 1));
}

function claimName(template: unknown, podName: string): string {
  return `${textOf(fieldAt(template, 'metadata', 'name'))}-${podName}`;
}

/** Claims are made before the pod and stay when it goes. */
function ensureClaims(cluster: Cluster, set: KubeObject, podName: string): void {
  for (const template of listOf(set.spec?.volumeClaimTemplates)) {
    const name = claimName(template, podName);
    if (cluster.get(CLAIM, set.metadata.namespace, name) === undefined) {
      cluster.create({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          name,
          namespace: set.metadata.namespace ?? 'default',
          labels: {
            ...textsOf(fieldAt(set.spec, 'selector', 'matchLabels')),
            ...textsOf(fieldAt(template, 'metadata', 'labels')),
          },
        },
        spec: fieldsOf(fieldAt(template, 'spec')),
      });
    }
  }
}

function podOf(set: KubeObject, ordinal: number, revision: string): KubeObject {
  const name = `${set.metadata.name}-${ordinal}`;
  const template = podTemplateOf(set);
  const claims: Volume[] = listOf(set.spec?.volumeClaimTemplates).map((claim) => ({
    name: textOf(fieldAt(claim, 'metadata', 'name')),
    persistentVolumeClaim: { claimName: claimName(claim, name) },
  }));
  const others = (template.spec.volumes ?? []).filter((volume) => !claims.some((claim) => claim.name === volume.name));
  const spec = { ...template.spec, volumes: [...others, ...claims] };
  const labels = {
    'apps.kubernetes.io/pod-index': String(ordinal),
    'statefulset.kubernetes.io/pod-name': name,
    [REVISION]: revision,
  };
  const pod = podFromTemplate(set, { ...template, spec } satisfies PodTemplate, name, labels);
  return { ...pod, spec: { ...pod.spec, hostname: name, subdomain: textOf(set.spec?.serviceName) } };
}

/** One pod at a time from the highest number down, when all are ready; never below the partition. */
function nextToUpdate(set: KubeObject, pods: readonly KubeObject[], revision: string): KubeObject | undefined {
  if (fieldAt(set.spec, 'updateStrategy', 'type') === 'OnDelete') {
    return undefined;
  }
  const partition = numberOf(fieldAt(set.spec, 'updateStrategy', 'rollingUpdate', 'partition'), 0);
  const stale = pods.filter((pod) => pod.metadata.labels?.[REVISION] !== revision && ordinalOf(pod) >= partition);
  const broken = pods.find((pod) => !isReady(pod));
  const candidate = stale.sort((a, b) => ordinalOf(b) - ordinalOf(a))[0];
  return broken === undefined || broken === candidate ? candidate : undefined;
}

function writeStatus(cluster: Cluster, set: KubeObject, revision: string): void {
  const pods = podsOf(cluster, set).filter((pod) => pod.metadata.deletionTimestamp === undefined);
  const updated = pods.filter((pod) => pod.metadata.labels?.[REVISION] === revision).length;
  const ready = pods.filter(isReady).length;
  const isDone = updated === pods.length && ready === pods.length;
  const current = isDone ? revision : textOf(set.status?.currentRevision, revision);
  cluster.writeStatus(set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: pods.length,
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    availableReplicas: ready,
    currentReplicas: pods.filter((pod) => pod.metadata.labels?.[REVISION] === current).length,
    updatedReplicas: updated,
    currentRevision: current,
    updateRevision: revision,
    collisionCount: 0,
  });
}

/** Pods with a number, a name and volumes of their own, one after the other: pkg/controller/statefulset. */
export function createStatefulSetController(cluster: Cluster): Controller {
  /** What the API server said when it refused a pod, null when all is well. */
  const scale = (set: KubeObject, pods: readonly KubeObject[], revision: string): string | null => {
    const wanted = numberOf(set.spec?.replicas, 1);
    const isParallel = set.spec?.podManagementPolicy === 'Parallel';
    for (let ordinal = 0; ordinal < wanted; ordinal += 1) {
      const pod = pods.find((one) => ordinalOf(one) === ordinal);
      if (pod === undefined) {
        ensureClaims(cluster, set, `${set.metadata.name}-${ordinal}`);
        const refusal = createOwnedPod(cluster, set, podOf(set, ordinal, revision), COMPONENT);
        if (refusal !== null) {
          return refusal;
        }
      } else if (isFinished(pod)) {
        cluster.delete(pod);
      }
      if (!isParallel && (pod === undefined || !isReady(pod))) {
        return null;
      }
    }
    const surplus = pods.filter((pod) => ordinalOf(pod) >= wanted).sort((a, b) => ordinalOf(b) - ordinalOf(a));
    for (const pod of isParallel ? surplus : surplus.slice(0, 1)) {
      cluster.delete(pod);
    }
    return null;
  };

  return createController(cluster, {
    primary: STATEFUL_SET,
    also: (event) => (event.resource.kind === 'Pod' ? ownerKeys(event, STATEFUL_SET) : []),
    reconcile(set, queue, key) {
      if (set.metadata.deletionTimestamp !== undefined) {
        return;
      }
      const revision = `${set.metadata.name}-${templateHash(podTemplateOf(set))}`;
      const pods = podsOf(cluster, set);
      const isWaiting = pods.some((pod) => pod.metadata.deletionTimestamp !== undefined);
      const refusal = isWaiting ? null : scale(set, pods, revision);
      if (refusal === null) {
        queue.forget(key);
      } else {
        queue.addWithBackoff(key);
      }
      const isFull = pods.length === numberOf(set.spec?.replicas, 1);
      const stale = isWaiting || !isFull ? undefined : nextToUpdate(set, pods, revision);
      if (stale !== undefined) {
        cluster.delete(stale);
      }
      writeStatus(cluster, set, revision);
    },
  });
}
