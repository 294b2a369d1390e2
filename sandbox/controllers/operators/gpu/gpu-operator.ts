import type { KubeObject, ResourceType } from '../../../kubernetes/object.ts';
import { resourceType } from '../../../kubernetes/resources.ts';
import type { SeedNode } from '../../../platform/nodes.ts';
import type { Cluster } from '../../api/cluster.ts';
import { type Controller, createController, keyOf } from '../../api/controller.ts';
import { isReady } from '../../api/pod-state.ts';
import { ensureOwned, isDaemonSetReady, isDeploymentAvailable } from '../operator.ts';
import { GPU_NAMESPACE, gpuDaemonSets, nvidiaRuntimeClass } from './daemon-sets.ts';
import { NVIDIA_CARD_LABEL, operatorLabels } from './node-features.ts';

/** `nvidia.com/v1`; not to be mixed up with Kyverno's kind of the same name. */
export const GPU_CLUSTER_POLICY: ResourceType = {
  group: 'nvidia.com',
  version: 'v1',
  kind: 'ClusterPolicy',
  plural: 'clusterpolicies',
  singular: 'clusterpolicy',
  shortNames: [],
  namespaced: false,
  hasStatus: true,
  isCustom: true,
};

const NODE = resourceType('Node');
const DAEMON_SET = resourceType('DaemonSet');
const POD = resourceType('Pod');

function addLabels(cluster: Cluster, node: KubeObject, labels: Record<string, string>): void {
  cluster.writeMetadata(node, { labels: { ...node.metadata.labels, ...labels } });
}

/** Node Feature Discovery: its worker on a node tells which cards are in the machine. */
function labelCards(cluster: Cluster, nodes: readonly SeedNode[]): void {
  const workers = cluster.index
    .inNamespace(POD, GPU_NAMESPACE)
    .filter((pod) => pod.metadata.labels?.role === 'worker' && isReady(pod))
    .map((pod) => pod.spec?.nodeName);
  for (const { name, gpu } of nodes) {
    const node = cluster.get(NODE, '', name);
    if (gpu !== null && node !== undefined && workers.includes(name)) {
      addLabels(cluster, node, { [NVIDIA_CARD_LABEL]: 'true' });
    }
  }
}

/** Deploys what a node with a card needs, as the GPU Operator does for its ClusterPolicy. */
export function createGpuOperator(cluster: Cluster, nodes: readonly SeedNode[]): Controller {
  const deploy = (policy: KubeObject) => {
    for (const node of cluster.index.all(NODE)) {
      if (node.metadata.labels?.[NVIDIA_CARD_LABEL] === 'true') {
        addLabels(cluster, node, operatorLabels());
      }
    }
    ensureOwned(cluster, policy, nvidiaRuntimeClass());
    const { wanted, unwanted } = gpuDaemonSets(policy);
    for (const set of wanted) {
      ensureOwned(cluster, policy, set);
    }
    for (const name of unwanted) {
      const set = cluster.get(DAEMON_SET, GPU_NAMESPACE, name);
      if (set !== undefined) {
        cluster.delete(set);
      }
    }
    const isReadyNow = wanted.every((set) => isDaemonSetReady(cluster, GPU_NAMESPACE, set.metadata.name));
    cluster.writeStatus(policy, { namespace: GPU_NAMESPACE, state: isReadyNow ? 'ready' : 'notReady' });
  };

  return createController(cluster, {
    primary: GPU_CLUSTER_POLICY,
    also({ resource, object }) {
      const isOurs =
        object.metadata.namespace === GPU_NAMESPACE && ['Pod', 'DaemonSet', 'Deployment'].includes(resource.kind);
      return isOurs || resource.kind === 'Node' ? cluster.index.all(GPU_CLUSTER_POLICY).map(keyOf) : [];
    },
    reconcile(policy) {
      if (
        policy.metadata.deletionTimestamp === undefined &&
        isDeploymentAvailable(cluster, GPU_NAMESPACE, 'gpu-operator')
      ) {
        labelCards(cluster, nodes);
        deploy(policy);
      }
    },
  });
}
