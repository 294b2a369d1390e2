import type { KubeObject } from '../../../kubernetes/object.ts';
import type { Cluster } from '../../api/cluster.ts';
import { type Condition, conditionOf, conditionsOf, withCondition } from '../../api/conditions.ts';
import { numberOf } from '../../api/fields.ts';
import { availableOf, type Generations } from './generations.ts';
import { rollingBounds } from './rollout.ts';

type Counts = { replicas: number; updated: number; ready: number; available: number };

function countsOf({ current, old }: Generations): Counts {
  const sets = current === undefined ? old : [current, ...old];
  const total = (field: string) => sets.reduce((sum, set) => sum + numberOf(set.status?.[field], 0), 0);
  return {
    replicas: total('replicas'),
    updated: current === undefined ? 0 : numberOf(current.status?.replicas, 0),
    ready: total('readyReplicas'),
    available: sets.reduce((sum, set) => sum + availableOf(set), 0),
  };
}

function availableCondition(deployment: KubeObject, counts: Counts): Condition {
  const isEnough = counts.available >= numberOf(deployment.spec?.replicas, 1) - rollingBounds(deployment).unavailable;
  return {
    type: 'Available',
    status: isEnough ? 'True' : 'False',
    reason: isEnough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: isEnough ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
  };
}

function isComplete(deployment: KubeObject, counts: Counts): boolean {
  const wanted = numberOf(deployment.spec?.replicas, 1);
  return counts.updated === wanted && counts.replicas === wanted && counts.available === wanted;
}

function hasMoved(deployment: KubeObject, counts: Counts): boolean {
  const before = (field: string) => numberOf(deployment.status?.[field], 0);
  return (
    counts.updated > before('updatedReplicas') ||
    counts.replicas - counts.updated < before('replicas') - before('updatedReplicas') ||
    counts.ready > before('readyReplicas') ||
    counts.available > before('availableReplicas')
  );
}

/** In ms how long the rollout may still stand still; null when no deadline applies. */
function msToDeadline(deployment: KubeObject, progressing: Condition | undefined, now: number): number | null {
  const seconds = numberOf(deployment.spec?.progressDeadlineSeconds, 600);
  if (progressing === undefined || seconds >= 2_147_483_647 || progressing.reason === 'NewReplicaSetAvailable') {
    return null;
  }
  return Date.parse(progressing.lastUpdateTime ?? '') + seconds * 1000 - now;
}

function progressCondition(
  deployment: KubeObject,
  generations: Generations,
  counts: Counts,
  cluster: Cluster,
): Condition | undefined {
  const before = conditionOf(deployment, 'Progressing');
  const said = (status: 'True' | 'False' | 'Unknown', reason: string, message: string): Condition => ({
    type: 'Progressing',
    status,
    reason,
    message,
    lastUpdateTime: cluster.clock.timestamp(),
  });
  const quoted = `"${generations.current?.metadata.name ?? ''}"`;
  const name = `ReplicaSet ${quoted}`;
  const isSameGeneration = before !== undefined && String(before.message).includes(quoted);
  if (generations.current === undefined) {
    return before;
  }
  if (isComplete(deployment, counts)) {
    const isTold = isSameGeneration && before.reason === 'NewReplicaSetAvailable';
    return isTold ? before : said('True', 'NewReplicaSetAvailable', `${name} has successfully progressed.`);
  }
  if (!isSameGeneration) {
    return said('True', 'NewReplicaSetCreated', `Created new replica set "${generations.current.metadata.name}"`);
  }
  if (before.reason === 'NewReplicaSetAvailable') {
    // A rollout that was complete has no deadline any more: pods may come and go.
    return before;
  }
  if (hasMoved(deployment, counts)) {
    return said('True', 'ReplicaSetUpdated', `${name} is progressing.`);
  }
  const left = msToDeadline(deployment, before, cluster.clock.now());
  return left !== null && left <= 0 && before.reason !== 'ProgressDeadlineExceeded'
    ? said('False', 'ProgressDeadlineExceeded', `${name} has timed out progressing.`)
    : before;
}

function pausedCondition(deployment: KubeObject, cluster: Cluster): Condition | undefined {
  const before = conditionOf(deployment, 'Progressing');
  const lastUpdateTime = cluster.clock.timestamp();
  const base = { type: 'Progressing', status: 'Unknown' as const, lastUpdateTime };
  if (deployment.spec?.paused === true) {
    const message = 'Deployment is paused';
    return before?.reason === 'DeploymentPaused' ? before : { ...base, reason: 'DeploymentPaused', message };
  }
  const message = 'Deployment is resumed';
  return before?.reason === 'DeploymentPaused' ? { ...base, reason: 'DeploymentResumed', message } : undefined;
}

/**
 * Writes what the Deployment has come to: pkg/controller/deployment/progress.go and sync.go.
 * @returns ms until the progress deadline has to be looked at, null when there is none
 */
export function writeDeploymentStatus(
  cluster: Cluster,
  deployment: KubeObject,
  generations: Generations,
): number | null {
  const counts = countsOf(generations);
  const at = cluster.clock.timestamp();
  const progressing =
    pausedCondition(deployment, cluster) ?? progressCondition(deployment, generations, counts, cluster);
  const failure = generations.current && conditionOf(generations.current, 'ReplicaFailure');
  let conditions = conditionsOf(deployment).filter((condition) => condition.type !== 'ReplicaFailure' || failure);
  const available = availableCondition(deployment, counts);
  const told = conditionOf(deployment, 'Available');
  const isAsTold = told?.status === available.status;
  conditions = withCondition(conditions, { lastUpdateTime: isAsTold ? told.lastUpdateTime : at, ...available }, at);
  if (progressing !== undefined) {
    conditions = withCondition(conditions, progressing, at);
  }
  if (failure !== undefined) {
    conditions = withCondition(conditions, { ...failure, lastUpdateTime: failure.lastTransitionTime ?? at }, at);
  }
  const unavailable = Math.max(0, numberOf(deployment.spec?.replicas, 1) - counts.available);
  cluster.writeStatus(deployment, {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...(counts.replicas > 0 ? { replicas: counts.replicas } : {}),
    ...(counts.updated > 0 ? { updatedReplicas: counts.updated } : {}),
    ...(counts.ready > 0 ? { readyReplicas: counts.ready } : {}),
    ...(counts.available > 0 ? { availableReplicas: counts.available } : {}),
    ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
    conditions,
  });
  const left = msToDeadline(deployment, progressing, cluster.clock.now());
  return progressing?.status === 'True' ? left : null;
}
