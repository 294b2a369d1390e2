import type { KubeObject } from '../../../kubernetes/object.ts';
import type { Cluster } from '../../api/cluster.ts';
import { fieldAt, numberOf } from '../../api/fields.ts';
import { scaledCount } from '../scaled.ts';
import { availableOf, type Generations, newReplicaSet, REVISION, replicasOf } from './generations.ts';

const COMPONENT = 'deployment-controller';

/** How far a rolling update may go over and under the wanted number of pods. */
export function rollingBounds(deployment: KubeObject): { surge: number; unavailable: number } {
  const wanted = numberOf(deployment.spec?.replicas, 1);
  const settings = (name: string) => fieldAt(deployment.spec, 'strategy', 'rollingUpdate', name);
  const surge = scaledCount(settings('maxSurge'), wanted, 'up', 1);
  const unavailable = scaledCount(settings('maxUnavailable'), wanted, 'down', 0);
  // Both zero would never move: pkg/controller/deployment/util, ResolveFenceposts.
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** Sets the size of a ReplicaSet and says so in an event. */
export function scaleSet(cluster: Cluster, deployment: KubeObject, set: KubeObject, replicas: number): void {
  if (replicasOf(set) === replicas) {
    return;
  }
  const direction = replicas > replicasOf(set) ? 'up' : 'down';
  cluster.update({ ...set, spec: { ...set.spec, replicas } });
  cluster.record(deployment, {
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: `Scaled ${direction} replica set ${set.metadata.name} from ${replicasOf(set)} to ${replicas}`,
    component: COMPONENT,
  });
}

/** Creates the ReplicaSet of the current template, or brings its revision number up when an old one is used again. */
function ensureCurrent(cluster: Cluster, deployment: KubeObject, generations: Generations, replicas: number): void {
  const { current, nextRevision } = generations;
  if (current === undefined) {
    const made = cluster.create(newReplicaSet(deployment, generations, replicas));
    const message = `Scaled up replica set ${made.metadata.name} from 0 to ${replicas}`;
    cluster.record(deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message, component: COMPONENT });
  } else if (current.metadata.annotations?.[REVISION] !== String(nextRevision)) {
    const annotations = { ...current.metadata.annotations, [REVISION]: String(nextRevision) };
    cluster.writeMetadata(current, { annotations });
  }
  if (deployment.metadata.annotations?.[REVISION] !== String(nextRevision)) {
    const annotations = { ...deployment.metadata.annotations, [REVISION]: String(nextRevision) };
    cluster.writeMetadata(deployment, { annotations });
  }
}

function sum(sets: readonly KubeObject[], count: (set: KubeObject) => number): number {
  return sets.reduce((total, set) => total + count(set), 0);
}

function rollingStep(cluster: Cluster, deployment: KubeObject, generations: Generations): void {
  const wanted = numberOf(deployment.spec?.replicas, 1);
  const { surge, unavailable } = rollingBounds(deployment);
  const { current, old } = generations;
  const room = wanted + surge - sum(old, replicasOf);
  if (current === undefined) {
    ensureCurrent(cluster, deployment, generations, Math.max(0, Math.min(wanted, room)));
    return;
  }
  ensureCurrent(cluster, deployment, generations, 0);
  const size = Math.max(replicasOf(current), Math.min(wanted, room));
  scaleSet(cluster, deployment, current, Math.min(size, wanted));
  const all = [current, ...old];
  const unavailableNew = Math.max(0, replicasOf(current) - availableOf(current));
  let surplus = sum(all, replicasOf) - (wanted - unavailable) - unavailableNew;
  let spare = sum(all, availableOf) - (wanted - unavailable);
  for (const set of old) {
    // Pods that do not work are taken away first: nobody misses them.
    const broken = Math.min(Math.max(0, replicasOf(set) - availableOf(set)), Math.max(0, surplus));
    const working = Math.min(Math.max(0, spare), replicasOf(set) - broken, Math.max(0, surplus - broken));
    surplus -= broken + working;
    spare -= working;
    scaleSet(cluster, deployment, set, replicasOf(set) - broken - working);
  }
}

function recreateStep(cluster: Cluster, deployment: KubeObject, generations: Generations): void {
  for (const set of generations.old) {
    scaleSet(cluster, deployment, set, 0);
  }
  if (generations.old.some((set) => numberOf(set.status?.replicas, 0) > 0 || replicasOf(set) > 0)) {
    return;
  }
  const wanted = numberOf(deployment.spec?.replicas, 1);
  ensureCurrent(cluster, deployment, generations, wanted);
  if (generations.current !== undefined) {
    scaleSet(cluster, deployment, generations.current, wanted);
  }
}

/** One step towards the template: pkg/controller/deployment/rolling.go and recreate.go. */
export function rollOut(cluster: Cluster, deployment: KubeObject, generations: Generations): void {
  if (deployment.spec?.paused === true) {
    if (generations.current !== undefined) {
      scaleSet(cluster, deployment, generations.current, numberOf(deployment.spec?.replicas, 1));
    }
  } else if (fieldAt(deployment.spec, 'strategy', 'type') === 'Recreate') {
    recreateStep(cluster, deployment, generations);
  } else {
    rollingStep(cluster, deployment, generations);
  }
}
