import { conditionOf } from '../../controllers/api/conditions.ts';
import { fieldAt, numberOf, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { Health } from './health-status.ts';

function progressing(message: string): Health {
  return { status: 'Progressing', message };
}

function count(object: KubeObject, field: string): number {
  return numberOf(object.status?.[field], 0);
}

function isObserved(object: KubeObject): boolean {
  return numberOf(object.metadata.generation, 0) <= count(object, 'observedGeneration');
}

/** gitops-engine/pkg/health/health_deployment.go */
export function deploymentHealth(deployment: KubeObject): Health {
  const { name } = deployment.metadata;
  if (deployment.spec?.paused === true) {
    return { status: 'Suspended', message: 'Deployment is paused' };
  }
  if (!isObserved(deployment)) {
    return progressing('Waiting for rollout to finish: observed deployment generation less than desired generation');
  }
  if (conditionOf(deployment, 'Progressing')?.reason === 'ProgressDeadlineExceeded') {
    return { status: 'Degraded', message: `Deployment "${name}" exceeded its progress deadline` };
  }
  const wanted = numberOf(deployment.spec?.replicas, 1);
  const [replicas, updated, available] = ['replicas', 'updatedReplicas', 'availableReplicas'].map((field) =>
    count(deployment, field),
  ) as [number, number, number];
  if (updated < wanted) {
    return progressing(`Waiting for rollout to finish: ${updated} out of ${wanted} new replicas have been updated...`);
  }
  if (replicas > updated) {
    return progressing(`Waiting for rollout to finish: ${replicas - updated} old replicas are pending termination...`);
  }
  if (available < updated) {
    return progressing(`Waiting for rollout to finish: ${available} of ${updated} updated replicas are available...`);
  }
  return { status: 'Healthy' };
}

/** gitops-engine/pkg/health/health_replicaset.go */
export function replicaSetHealth(set: KubeObject): Health {
  if (!isObserved(set)) {
    return progressing('Waiting for rollout to finish: observed replica set generation less than desired generation');
  }
  const failure = conditionOf(set, 'ReplicaFailure');
  if (failure?.status === 'True') {
    return { status: 'Degraded', message: failure.message ?? '' };
  }
  const wanted = numberOf(set.spec?.replicas, 1);
  const available = count(set, 'availableReplicas');
  return available < wanted
    ? progressing(`Waiting for rollout to finish: ${available} out of ${wanted} new replicas are available...`)
    : { status: 'Healthy' };
}

/** gitops-engine/pkg/health/health_statefulset.go */
export function statefulSetHealth(set: KubeObject): Health {
  if (count(set, 'observedGeneration') === 0 || !isObserved(set)) {
    return progressing('Waiting for statefulset spec update to be observed...');
  }
  const wanted = numberOf(set.spec?.replicas, 1);
  const ready = count(set, 'readyReplicas');
  if (ready < wanted) {
    return progressing(`Waiting for ${wanted - ready} pods to be ready...`);
  }
  const strategy = textOf(fieldAt(set.spec, 'updateStrategy', 'type'), 'RollingUpdate');
  const partition = fieldAt(set.spec, 'updateStrategy', 'rollingUpdate', 'partition');
  const updated = count(set, 'updatedReplicas');
  if (strategy === 'RollingUpdate' && typeof partition === 'number' && partition > 0) {
    return updated < wanted - partition
      ? progressing(
          `Waiting for partitioned roll out to finish: ${updated} out of ${wanted - partition} new pods have been updated...`,
        )
      : { status: 'Healthy', message: `partitioned roll out complete: ${updated} new pods have been updated...` };
  }
  if (strategy === 'OnDelete') {
    return { status: 'Healthy', message: `statefulset has ${ready} ready pods` };
  }
  if (set.status?.updateRevision !== set.status?.currentRevision) {
    const revision = textOf(set.status?.updateRevision);
    return progressing(`waiting for statefulset rolling update to complete ${updated} pods at revision ${revision}...`);
  }
  const current = count(set, 'currentReplicas');
  return {
    status: 'Healthy',
    message: `statefulset rolling update complete ${current} pods at revision ${textOf(set.status?.currentRevision)}...`,
  };
}

/** gitops-engine/pkg/health/health_daemonset.go */
export function daemonSetHealth(set: KubeObject): Health {
  if (!isObserved(set)) {
    return progressing('Waiting for rollout to finish: observed daemon set generation less than desired generation');
  }
  const wanted = count(set, 'desiredNumberScheduled');
  if (fieldAt(set.spec, 'updateStrategy', 'type') === 'OnDelete') {
    const updated = count(set, 'updatedNumberScheduled');
    return { status: 'Healthy', message: `daemon set ${updated} out of ${wanted} new pods have been updated` };
  }
  const updated = count(set, 'updatedNumberScheduled');
  if (updated < wanted) {
    const what = `${updated} out of ${wanted} new pods have been updated`;
    return progressing(`Waiting for daemon set "${set.metadata.name}" rollout to finish: ${what}...`);
  }
  const available = count(set, 'numberAvailable');
  if (available < wanted) {
    const what = `${available} of ${wanted} updated pods are available`;
    return progressing(`Waiting for daemon set "${set.metadata.name}" rollout to finish: ${what}...`);
  }
  return { status: 'Healthy' };
}
