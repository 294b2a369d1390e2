import type { RunnerSetListener } from '#lib/domain/runner/scale-set.ts';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';
import { readMetadata } from '../../_shared/object-metadata.ts';

/** What the Actions Runner Controller keeps the pod of a listener by. */
export const RUNNER_SET_LISTENER_KIND: KindDescriptor<RunnerSetListener> = {
  group: 'actions.github.com',
  version: 'v1alpha1',
  resource: 'autoscalinglisteners',
  kind: 'AutoscalingListener',
  namespaced: true,
  isOptional: true,
  idOf: ({ id }) => id,
  toDomain(object) {
    const { name, namespace } = readMetadata(object);
    const { autoscalingRunnerSetNamespace, autoscalingRunnerSetName } = fieldsOf(object.spec);
    return {
      id: `${namespace}/${name}`,
      setId: `${textOf(autoscalingRunnerSetNamespace)}/${textOf(autoscalingRunnerSetName)}`,
    };
  },
};
