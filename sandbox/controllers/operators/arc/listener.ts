import type { ActionsService } from '../../../github/actions/service.ts';
import type { KubeObject } from '../../../kubernetes/object.ts';
import { resourceType } from '../../../kubernetes/resources.ts';
import type { Cluster } from '../../api/cluster.ts';
import { type Controller, createController, ownerKeys } from '../../api/controller.ts';
import { fieldsOf, numberOf, textOf } from '../../api/fields.ts';
import { isFinished, isReady } from '../../api/pod-state.ts';
import { podSpecOf, podTemplateOf } from '../../api/pod-types.ts';
import { createOwnedPod, podFromTemplate } from '../../workloads/make-pod.ts';
import { EPHEMERAL_RUNNER_SET, LISTENER } from './types.ts';

const POD = resourceType('Pod');

/**
 * Keeps the pod of each listener, and does what runs in it: ask GitHub how many jobs the set has to do, and want a
 * runner for each, between the least and the most.
 */
export function createListeners(cluster: Cluster, github: ActionsService): Controller {
  const scale = ({ spec }: KubeObject) => {
    const { autoscalingRunnerSetNamespace, ephemeralRunnerSetName, minRunners, maxRunners, runnerScaleSetId } =
      fieldsOf(spec);
    const set = cluster.get(
      EPHEMERAL_RUNNER_SET,
      textOf(autoscalingRunnerSetNamespace),
      textOf(ephemeralRunnerSetName),
    );
    const jobs = github.assignedJobs(numberOf(runnerScaleSetId, 0));
    const replicas = Math.min(numberOf(minRunners, 0) + jobs, numberOf(maxRunners, Number.MAX_SAFE_INTEGER));
    if (set !== undefined && set.metadata.deletionTimestamp === undefined && set.spec?.replicas !== replicas) {
      const patchID = numberOf(set.spec?.patchID, 0) + 1;
      cluster.update({ ...set, spec: { ...set.spec, replicas, patchID } });
    }
  };

  return createController(cluster, {
    primary: LISTENER,
    also: (event) => (event.resource.kind === 'Pod' ? ownerKeys(event, LISTENER) : []),
    outside: github.onChange,
    reconcile(listener, queue, key) {
      if (listener.metadata.deletionTimestamp !== undefined) {
        return;
      }
      const pod = cluster.get(POD, listener.metadata.namespace, listener.metadata.name);
      if (pod === undefined) {
        if (createOwnedPod(cluster, listener, listenerPod(listener), 'autoscalinglistener-controller') !== null) {
          queue.addWithBackoff(key, { firstMs: 10_000 });
        }
      } else if (isFinished(pod)) {
        cluster.delete(pod);
      } else if (isReady(pod)) {
        scale(listener);
      }
    },
  });
}

function listenerPod(listener: KubeObject): KubeObject {
  const template = podTemplateOf(listener);
  const [given] = podSpecOf({ ...listener, spec: fieldsOf(template.spec) }).containers ?? [];
  const container = { ...given, name: 'listener', image: textOf(listener.spec?.image), args: [] };
  return podFromTemplate(
    listener,
    { ...template, spec: { ...template.spec, restartPolicy: 'Never', containers: [container] } },
    listener.metadata.name,
    listener.metadata.labels,
  );
}
