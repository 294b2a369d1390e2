import { type Fields, fieldsOf, itemsOf, numberOf } from '#lib/domain/value/fields.ts';
import type { Deployment } from '#lib/domain/workload/workload.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';
import { readMetadata } from '../../_shared/object-metadata.ts';
import { shownText } from '../../_shared/shown-text.ts';
import { trackedBy } from '../../_shared/tracking.ts';

export const DEPLOYMENT_KIND: KindDescriptor<Deployment> = {
  group: 'apps',
  version: 'v1',
  resource: 'deployments',
  kind: 'Deployment',
  namespaced: true,
  idOf: ({ id }) => id,
  toDomain(object) {
    const metadata = readMetadata(object);
    const { name, namespace, uid } = metadata;
    const spec = fieldsOf(object.spec);
    const status = fieldsOf(object.status);
    const rollout = {
      replicas: numberOf(spec.replicas, 1),
      current: numberOf(status.replicas, 0),
      updated: numberOf(status.updatedReplicas, 0),
      available: numberOf(status.availableReplicas, 0),
      isPaused: spec.paused === true,
      isObserved: numberOf(metadata.fields.generation, 0) <= numberOf(status.observedGeneration, 0),
      deadlineMessage: deadlineMessage(status),
    };
    return {
      id: `${namespace}/${name}`,
      namespace,
      name,
      uid,
      replicas: rollout.replicas,
      updated: rollout.updated,
      available: rollout.available,
      ...healthOf(rollout),
      instance: trackedBy(metadata, { group: 'apps', kind: 'Deployment' }),
    };
  },
};

type Rollout = {
  replicas: number;
  current: number;
  updated: number;
  available: number;
  isPaused: boolean;
  isObserved: boolean;
  deadlineMessage: string | null;
};

/** The rules of Argo CD (gitops-engine pkg/health/health_deployment.go), so that both say the same of one object. */
function healthOf(rollout: Rollout): Pick<Deployment, 'health' | 'message'> {
  const { replicas, current, updated, available } = rollout;
  if (rollout.isPaused) {
    return { health: 'Suspended', message: 'The rollout is paused.' };
  }
  if (!rollout.isObserved) {
    return { health: 'Progressing', message: 'The change has not been taken up yet.' };
  }
  if (rollout.deadlineMessage !== null) {
    return { health: 'Degraded', message: rollout.deadlineMessage };
  }
  if (updated < replicas) {
    return { health: 'Progressing', message: `${updated} of ${replicas} pods are updated.` };
  }
  if (current > updated) {
    return { health: 'Progressing', message: `${current - updated} old pods are still there.` };
  }
  if (available < updated) {
    return { health: 'Progressing', message: `${available} of ${updated} pods are available.` };
  }
  return { health: 'Healthy', message: '' };
}

function deadlineMessage(status: Fields): string | null {
  const exceeded = itemsOf(status.conditions, 100)
    .map(fieldsOf)
    .find(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded');
  return exceeded === undefined ? null : shownText(exceeded.message, 500) || 'The rollout takes longer than it may.';
}
