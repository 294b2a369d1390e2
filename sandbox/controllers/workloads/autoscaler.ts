import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { type Condition, conditionsOf, withCondition } from '../api/conditions.ts';
import { type Controller, createController, keyOf } from '../api/controller.ts';
import { fieldsOf, numberOf, textOf } from '../api/fields.ts';

const AUTOSCALER = resourceType('HorizontalPodAutoscaler');
const KINDS = ['Deployment', 'StatefulSet', 'ReplicaSet'].map(resourceType);

function conditionsFor(target: KubeObject | undefined, wanted: number, current: number): Condition[] {
  if (target === undefined) {
    const message = "the HPA controller was unable to get the target's current scale";
    return [{ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message }];
  }
  const limited = wanted !== current;
  return [
    {
      type: 'AbleToScale',
      status: 'True',
      reason: 'ReadyForNewScale',
      message: 'recommended size matches current size',
    },
    {
      type: 'ScalingActive',
      status: 'True',
      reason: 'ValidMetricFound',
      message: 'the HPA was able to successfully calculate a replica count',
    },
    {
      type: 'ScalingLimited',
      status: limited ? 'True' : 'False',
      reason: limited ? 'TooFewReplicas' : 'DesiredWithinRange',
      message: limited
        ? 'the desired replica count is less than the minimum replica count'
        : 'the desired count is within the acceptable range',
    },
  ];
}

/**
 * Keeps a workload between the least and the most replicas of its autoscaler. Nothing runs in the sandbox's pods, so no
 * load ever asks for more: pkg/controller/podautoscaler.
 */
export function createAutoscalerController(cluster: Cluster): Controller {
  const targetOf = (autoscaler: KubeObject): KubeObject | undefined => {
    const { kind, name } = fieldsOf(autoscaler.spec?.scaleTargetRef);
    const resource = KINDS.find((one) => one.kind === kind);
    return resource && cluster.get(resource, autoscaler.metadata.namespace, textOf(name));
  };
  return createController(cluster, {
    primary: AUTOSCALER,
    also: ({ resource, object }) =>
      KINDS.some((kind) => kind.kind === resource.kind)
        ? cluster.index.inNamespace(AUTOSCALER, object.metadata.namespace ?? '').map(keyOf)
        : [],
    reconcile(autoscaler) {
      const target = targetOf(autoscaler);
      const current = numberOf(target?.spec?.replicas, 1);
      const least = numberOf(autoscaler.spec?.minReplicas, 1);
      const most = numberOf(autoscaler.spec?.maxReplicas, least);
      // A workload that somebody set to none is left alone.
      const wanted = current === 0 ? 0 : Math.min(Math.max(current, least), most);
      if (target !== undefined && wanted !== current) {
        cluster.update({ ...target, spec: { ...target.spec, replicas: wanted } });
      }
      const at = cluster.clock.timestamp();
      const conditions = conditionsFor(target, wanted, current).reduce(
        (before, condition) => withCondition(before, condition, at),
        conditionsOf(autoscaler),
      );
      cluster.writeStatus(autoscaler, { currentReplicas: current, desiredReplicas: wanted, conditions });
    },
  });
}
