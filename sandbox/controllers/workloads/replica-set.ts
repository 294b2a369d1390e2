import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { type Condition, conditionsOf, withCondition } from '../api/conditions.ts';
import { type Controller, createController, ownerKeys } from '../api/controller.ts';
import { nameSuffix } from '../api/draw.ts';
import { numberOf } from '../api/fields.ts';
import { isActive, isReady, msUntilAvailable } from '../api/pod-state.ts';
import { podTemplateOf } from '../api/pod-types.ts';
import type { WorkQueue } from '../api/work-queue.ts';
import { createOwnedPod, podFromTemplate } from './make-pod.ts';

const REPLICA_SET = resourceType('ReplicaSet');
const COMPONENT = 'replicaset-controller';

export function podsOf(cluster: Cluster, owner: KubeObject): KubeObject[] {
  return cluster.index.ownedBy(owner.metadata.uid ?? '').filter((object) => object.kind === 'Pod');
}

/** Who goes first when there are too many: not bound, then not ready, then the newest. */
function compareForDeletion(a: KubeObject, b: KubeObject): number {
  const rank = (pod: KubeObject) => (pod.spec?.nodeName === undefined ? 0 : isReady(pod) ? 2 : 1);
  return (
    rank(a) - rank(b) ||
    (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? '') ||
    b.metadata.name.localeCompare(a.metadata.name)
  );
}

/** The first refusal stays as it was said: a new text each time would be a change each time. */
function conditionsAfter(set: KubeObject, failure: string | null, at: string): Condition[] {
  const before = conditionsOf(set);
  if (failure === null) {
    return before.filter((condition) => condition.type !== 'ReplicaFailure');
  }
  const isTold = before.some((condition) => condition.type === 'ReplicaFailure');
  const told: Condition = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: failure };
  return isTold ? before : withCondition(before, told, at);
}

function writeStatus(cluster: Cluster, set: KubeObject, failure: string | null, queue: WorkQueue, key: string): void {
  const pods = podsOf(cluster, set).filter(isActive);
  const waits = pods.map((pod) => msUntilAvailable(pod, numberOf(set.spec?.minReadySeconds, 0), cluster.clock.now()));
  const conditions = conditionsAfter(set, failure, cluster.clock.timestamp());
  const readyReplicas = waits.filter((wait) => wait !== null).length;
  const availableReplicas = waits.filter((wait) => wait === 0).length;
  cluster.writeStatus(set, {
    replicas: pods.length,
    fullyLabeledReplicas: pods.length,
    ...(readyReplicas > 0 ? { readyReplicas } : {}),
    ...(availableReplicas > 0 ? { availableReplicas } : {}),
    observedGeneration: set.metadata.generation ?? 1,
    ...(conditions.length > 0 ? { conditions } : {}),
  });
  const next = waits.filter((wait) => wait !== null && wait > 0).sort((a, b) => Number(a) - Number(b))[0];
  if (typeof next === 'number') {
    queue.addAfter(key, next);
  }
}

/** Keeps as many pods as `spec.replicas` says: pkg/controller/replicaset. */
export function createReplicaSetController(cluster: Cluster): Controller {
  let made = 0;

  const createPods = (set: KubeObject, count: number): string | null => {
    const template = podTemplateOf(set);
    for (let index = 0; index < count; index += 1) {
      made += 1;
      const name = `${set.metadata.name}-${nameSuffix(`${set.metadata.uid}/${made}`, 5)}`;
      const refusal = createOwnedPod(cluster, set, podFromTemplate(set, template, name), COMPONENT);
      if (refusal !== null) {
        return refusal;
      }
    }
    return null;
  };
  const deletePods = (set: KubeObject, pods: KubeObject[], count: number) => {
    for (const pod of [...pods].sort(compareForDeletion).slice(0, count)) {
      cluster.delete(pod);
      const message = `Deleted pod: ${pod.metadata.name}`;
      cluster.record(set, { type: 'Normal', reason: 'SuccessfulDelete', message, component: COMPONENT });
    }
  };

  return createController(cluster, {
    primary: REPLICA_SET,
    also: (event) => (event.resource.kind === 'Pod' ? ownerKeys(event, REPLICA_SET) : []),
    reconcile(set, queue, key) {
      if (set.metadata.deletionTimestamp !== undefined) {
        return;
      }
      const pods = podsOf(cluster, set).filter(isActive);
      const missing = numberOf(set.spec?.replicas, 1) - pods.length;
      const failure = missing > 0 ? createPods(set, missing) : null;
      if (missing < 0) {
        deletePods(set, pods, -missing);
      }
      if (failure === null) {
        queue.forget(key);
      } else {
        queue.addWithBackoff(key, { mostMs: 1_000_000 });
      }
      writeStatus(cluster, set, failure, queue, key);
    },
  });
}
