import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { conditionsOf, withCondition } from '../api/conditions.ts';
import { type Controller, createController, keyOf } from '../api/controller.ts';
import { listOf } from '../api/fields.ts';
import { isDeploymentAvailable } from './operator.ts';

const POLICY = resourceType('ClusterPolicy');
const ADMISSION_CONTROLLER = 'kyverno-admission-controller';

/** Reports Kyverno's policies ready once its admission controller runs. */
export function createKyvernoController(cluster: Cluster): Controller {
  return createController(cluster, {
    primary: POLICY,
    also: ({ resource, object }) =>
      resource.kind === 'Deployment' && object.metadata.name === ADMISSION_CONTROLLER
        ? cluster.index.all(POLICY).map(keyOf)
        : [],
    reconcile(policy) {
      if (!isDeploymentAvailable(cluster, 'kyverno', ADMISSION_CONTROLLER)) {
        return;
      }
      const rules = listOf(policy.spec?.rules).length;
      const ready = { type: 'Ready', status: 'True', reason: 'Succeeded', message: 'Ready' } as const;
      cluster.writeStatus(policy, {
        autogen: {},
        conditions: withCondition(conditionsOf(policy), ready, cluster.clock.timestamp()),
        rulecount: { generate: 0, mutate: 0, validate: rules, verifyimages: 0 },
        validatingadmissionpolicy: { generated: false, message: '' },
      });
    },
  });
}
