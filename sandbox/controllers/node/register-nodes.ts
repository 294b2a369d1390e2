import type { Cancel } from '../../clock.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import { KUBERNETES_VERSION, type SeedNode } from '../../platform/nodes.ts';
import type { Cluster } from '../api/cluster.ts';
import { conditionsOf } from '../api/conditions.ts';

const NODE = resourceType('Node');
/** How often a kubelet reports although nothing changed: kubelet config, nodeStatusReportFrequency. */
const REPORT_MS = 300_000;

const CONDITIONS = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

function labelsOf(node: SeedNode): Record<string, string> {
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': node.name,
    'kubernetes.io/os': 'linux',
    ...Object.fromEntries(node.roles.map((role) => [`node-role.kubernetes.io/${role}`, 'true'])),
    ...node.labels,
  };
}

/** A Node as its kubelet registers it. Extended resources come later, from device plugins. */
export function nodeObject(node: SeedNode, at: string): KubeObject {
  const amounts = (cpu: string, memoryMiB: number) => ({
    cpu,
    'ephemeral-storage': `${node.ephemeralStorageGiB}Gi`,
    'hugepages-2Mi': '0',
    memory: `${memoryMiB * 1024}Ki`,
    pods: String(node.maxPods),
  });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: labelsOf(node),
      annotations: { 'k3s.io/internal-ip': node.address, 'k3s.io/hostname': node.name },
    },
    spec: {
      podCIDR: '10.42.0.0/24',
      providerID: `k3s://${node.name}`,
      ...(node.taints.length > 0 ? { taints: node.taints.map((taint) => ({ ...taint })) } : {}),
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: node.address },
        { type: 'Hostname', address: node.name },
      ],
      capacity: amounts(String(node.cpus), node.memoryMiB),
      allocatable: amounts(`${node.cpus * 1000 - node.reservedCpuMillis}m`, node.memoryMiB - node.reservedMemoryMiB),
      conditions: CONDITIONS.map(([type, status, reason, message]) => ({
        type,
        status,
        reason,
        message,
        lastHeartbeatTime: at,
        lastTransitionTime: at,
      })),
      nodeInfo: {
        architecture: 'amd64',
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        kernelVersion: '6.12.48+deb12-amd64',
        kubeletVersion: KUBERNETES_VERSION,
        kubeProxyVersion: KUBERNETES_VERSION,
        containerRuntimeVersion: 'containerd://2.1.4-k3s1',
      },
    },
  };
}

/** Registers the machines of the seed and lets them report. Gives back what stops that. */
export function registerNodes(cluster: Cluster, nodes: readonly SeedNode[]): Cancel {
  for (const node of nodes) {
    if (cluster.get(NODE, '', node.name) === undefined) {
      cluster.create(nodeObject(node, cluster.clock.timestamp()));
    }
  }
  let cancel: Cancel = () => undefined;
  const report = () => {
    for (const node of cluster.index.all(NODE)) {
      const lastHeartbeatTime = cluster.clock.timestamp();
      const conditions = conditionsOf(node).map((condition) => ({ ...condition, lastHeartbeatTime }));
      cluster.writeStatus(node, { ...node.status, conditions });
    }
    cancel = cluster.clock.after(REPORT_MS, report);
  };
  cancel = cluster.clock.after(REPORT_MS, report);
  return () => cancel();
}
