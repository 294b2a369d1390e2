import type { KubeObject } from '../../kubernetes/object.ts';
import { ApiError } from '../api/api-error.ts';
import type { Cluster } from '../api/cluster.ts';
import { ownerReference } from '../api/controller.ts';
import type { PodTemplate } from '../api/pod-types.ts';

/** A pod as its owner's template has it. */
export function podFromTemplate(
  owner: KubeObject,
  template: PodTemplate,
  name: string,
  labels: Record<string, string> = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: owner.metadata.namespace ?? 'default',
      labels: { ...template.metadata?.labels, ...labels },
      ...(template.metadata?.annotations ? { annotations: template.metadata.annotations } : {}),
      ownerReferences: [ownerReference(owner)],
    },
    spec: { ...template.spec },
    status: { phase: 'Pending' },
  };
}

/** Creates a pod and tells in events whether that worked. Gives the API server's words when it refused. */
export function createOwnedPod(cluster: Cluster, owner: KubeObject, pod: KubeObject, component: string): string | null {
  try {
    cluster.create(pod);
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    cluster.record(owner, {
      type: 'Warning',
      reason: 'FailedCreate',
      message: `Error creating: ${error.message}`,
      component,
    });
    return error.message;
  }
  cluster.record(owner, {
    type: 'Normal',
    reason: 'SuccessfulCreate',
    message: `Created pod: ${pod.metadata.name}`,
    component,
  });
  return null;
}
