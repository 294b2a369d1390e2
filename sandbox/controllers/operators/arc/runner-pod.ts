import type { KubeObject } from '../../../kubernetes/object.ts';
import { fieldsOf, listOf, textsOf } from '../../api/fields.ts';
import { type PodSpec, podSpecOf } from '../../api/pod-types.ts';
import { podFromTemplate } from '../../workloads/make-pod.ts';

/** The pod of a runner: what the set's template says, with the Secret that connects it to GitHub. */
export function runnerPod(runner: KubeObject): KubeObject {
  const { name } = runner.metadata;
  const given: PodSpec = podSpecOf({ ...runner, spec: fieldsOf(runner.spec?.spec) });
  const connection = {
    name: 'ACTIONS_RUNNER_INPUT_JITCONFIG',
    valueFrom: { secretKeyRef: { name, key: 'jitToken' } },
  };
  const containers = given.containers.map((container) =>
    container.name === 'runner'
      ? { ...container, env: [connection, ...(listOf(container.env) as (typeof connection)[])] }
      : container,
  );
  const metadata = fieldsOf(runner.spec?.metadata);
  return podFromTemplate(
    runner,
    {
      metadata: { labels: textsOf(metadata.labels), annotations: textsOf(metadata.annotations) },
      spec: { ...given, containers, restartPolicy: 'Never' },
    },
    name,
    { ...runner.metadata.labels, 'actions-ephemeral-runner': 'True' },
  );
}
