import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { conditionsOf, withCondition } from '../api/conditions.ts';
import { type Controller, createController, keyOf } from '../api/controller.ts';
import { selectorMatches } from '../api/labels.ts';
import { isActive, isReady } from '../api/pod-state.ts';
import { scaledCount } from './scaled.ts';

const BUDGET = resourceType('PodDisruptionBudget');
const POD = resourceType('Pod');

/** Counts how many pods may be taken away: pkg/controller/disruption. */
export function createDisruptionBudgetController(cluster: Cluster): Controller {
  return createController(cluster, {
    primary: BUDGET,
    also: ({ resource, object }) =>
      resource.kind === 'Pod' ? cluster.index.inNamespace(BUDGET, object.metadata.namespace ?? '').map(keyOf) : [],
    reconcile(budget) {
      const pods = cluster.index
        .inNamespace(POD, budget.metadata.namespace ?? '')
        .filter((pod) => isActive(pod) && selectorMatches(budget.spec?.selector, pod.metadata.labels));
      const expected = pods.length;
      const { minAvailable, maxUnavailable } = budget.spec ?? {};
      const desired =
        minAvailable === undefined
          ? Math.max(0, expected - scaledCount(maxUnavailable, expected, 'up', 0))
          : scaledCount(minAvailable, expected, 'up', 1);
      const current = pods.filter(isReady).length;
      const allowed = Math.max(0, current - desired);
      const at = cluster.clock.timestamp();
      cluster.writeStatus(budget, {
        currentHealthy: current,
        desiredHealthy: desired,
        disruptionsAllowed: allowed,
        expectedPods: expected,
        observedGeneration: budget.metadata.generation ?? 1,
        conditions: withCondition(
          conditionsOf(budget),
          {
            type: 'DisruptionAllowed',
            status: allowed > 0 ? 'True' : 'False',
            reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
            message: '',
          },
          at,
        ),
      });
    },
  });
}
