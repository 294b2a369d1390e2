import { resourceType } from '../../../kubernetes/resources.ts';
import type { Cluster } from '../../api/cluster.ts';
import { type Controller, createController, ownerKeys } from '../../api/controller.ts';
import { dropOldGenerations, generationsOf } from './generations.ts';
import { rollOut } from './rollout.ts';
import { writeDeploymentStatus } from './status.ts';

const DEPLOYMENT = resourceType('Deployment');

/** Moves pods from one version of the template to the next: pkg/controller/deployment. */
export function createDeploymentController(cluster: Cluster): Controller {
  return createController(cluster, {
    primary: DEPLOYMENT,
    also: (event) => (event.resource.kind === 'ReplicaSet' ? ownerKeys(event, DEPLOYMENT) : []),
    reconcile(deployment, queue, key) {
      if (deployment.metadata.deletionTimestamp === undefined) {
        rollOut(cluster, deployment, generationsOf(cluster, deployment));
      }
      const { namespace, name } = deployment.metadata;
      const current = cluster.get(DEPLOYMENT, namespace, name);
      if (current === undefined || current.metadata.deletionTimestamp !== undefined) {
        return;
      }
      const generations = generationsOf(cluster, current);
      dropOldGenerations(cluster, current, generations.old);
      const left = writeDeploymentStatus(cluster, current, generations);
      if (left !== null) {
        queue.addAfter(key, Math.max(left, 1000));
      }
    },
  });
}
