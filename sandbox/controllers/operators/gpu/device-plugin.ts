import type { KubeObject } from '../../../kubernetes/object.ts';
import { resourceType } from '../../../kubernetes/resources.ts';
import type { SeedNode } from '../../../platform/nodes.ts';
import type { Cluster } from '../../api/cluster.ts';
import { type Controller, createController } from '../../api/controller.ts';
import { isReady } from '../../api/pod-state.ts';
import { podSpecOf } from '../../api/pod-types.ts';
import { GPU_NAMESPACE } from './daemon-sets.ts';
import { advertised, discoveryLabels, withGpuResources } from './node-features.ts';
import { type GpuSharing, NO_SHARING, readSharing } from './sharing.ts';

const NODE = resourceType('Node');
const POD = resourceType('Pod');
const CONFIG_MAP = resourceType('ConfigMap');
const PLUGIN = 'nvidia-device-plugin-daemonset';
const DISCOVERY = 'gpu-feature-discovery';
/** Chooses a configuration for one node. */
const CONFIG_LABEL = 'nvidia.com/device-plugin.config';

/**
 * What the device plugin and GPU Feature Discovery on each node report. Both read their configuration when their pod
 * starts and never again: a changed ConfigMap shows after a restart.
 */
export function createDevicePlugins(cluster: Cluster, nodes: readonly SeedNode[]): Controller {
  /** The configuration each running pod started with, by uid; null when it could not be used. */
  const started = new Map<string, GpuSharing | null>();

  const sharingOf = (pod: KubeObject, node: KubeObject): GpuSharing | null => {
    const uid = pod.metadata.uid ?? '';
    const known = started.get(uid);
    if (known !== undefined) {
      return known;
    }
    const volume = podSpecOf(pod).volumes?.find((one) => one.configMap !== undefined);
    const fallback = podSpecOf(pod).containers[0]?.env?.find((one) => one.name === 'DEFAULT_CONFIG')?.value ?? '';
    const key = node.metadata.labels?.[CONFIG_LABEL] ?? fallback;
    const configMap = cluster.get(CONFIG_MAP, GPU_NAMESPACE, volume?.configMap?.name ?? '');
    const read = volume === undefined || key === '' ? NO_SHARING : readSharing(configMap, key);
    started.set(uid, read);
    return read;
  };
  const runningOn = (node: string, app: string) =>
    cluster.index.podsOnNode(node).find((pod) => pod.metadata.labels?.app === app && isReady(pod));

  return createController(cluster, {
    primary: NODE,
    also({ resource, object, type }) {
      const app = object.metadata.labels?.app ?? '';
      if (resource.kind !== POD.kind || (app !== PLUGIN && app !== DISCOVERY)) {
        return [];
      }
      if (type === 'DELETED') {
        started.delete(object.metadata.uid ?? '');
      }
      const node = podSpecOf(object).nodeName;
      return node === undefined ? [] : [`/${node}`];
    },
    reconcile(node) {
      const seed = nodes.find((one) => one.name === node.metadata.name);
      if (!seed?.gpu) {
        return;
      }
      const plugin = runningOn(seed.name, PLUGIN);
      const wasReporting = node.status?.capacity !== undefined && 'nvidia.com/gpu' in (node.status.capacity as object);
      if (plugin !== undefined) {
        const amounts = advertised(seed.gpu, sharingOf(plugin, node));
        cluster.writeStatus(node, withGpuResources(node, amounts, amounts));
      } else if (wasReporting) {
        // The kubelet hands out nothing while no plugin answers.
        cluster.writeStatus(node, withGpuResources(node, null, advertised(seed.gpu, null)));
      }
      const discovery = runningOn(seed.name, DISCOVERY);
      const found = discovery && sharingOf(discovery, node);
      const current = cluster.get(NODE, '', seed.name);
      if (found && current !== undefined) {
        const labels = discoveryLabels(seed.gpu, found, 'akula-desktop');
        const timestamp = String(Math.floor(Date.parse(discovery.metadata.creationTimestamp ?? '') / 1000));
        cluster.writeMetadata(current, {
          labels: { ...current.metadata.labels, ...labels, 'nvidia.com/gfd.timestamp': timestamp },
        });
      }
    },
  });
}
