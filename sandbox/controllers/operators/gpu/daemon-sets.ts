import type { KubeObject } from '../../../kubernetes/object.ts';
import { type Fields, fieldAt, fieldsOf, listOf, textOf } from '../../api/fields.ts';

export const GPU_NAMESPACE = 'gpu-operator';

type Part = {
  name: string;
  /** The part of the ClusterPolicy that describes it, and the label of the nodes it goes to. */
  section: string;
  deploy: string;
  needsRuntime: boolean;
};

const PARTS: readonly Part[] = [
  { name: 'nvidia-container-toolkit-daemonset', section: 'toolkit', deploy: 'container-toolkit', needsRuntime: false },
  { name: 'nvidia-operator-validator', section: 'validator', deploy: 'operator-validator', needsRuntime: true },
  { name: 'nvidia-device-plugin-daemonset', section: 'devicePlugin', deploy: 'device-plugin', needsRuntime: true },
  { name: 'gpu-feature-discovery', section: 'gfd', deploy: 'gpu-feature-discovery', needsRuntime: true },
  { name: 'nvidia-dcgm-exporter', section: 'dcgmExporter', deploy: 'dcgm-exporter', needsRuntime: true },
];

function imageOf(section: Fields): string {
  return `${textOf(section.repository)}/${textOf(section.image)}:${textOf(section.version)}`;
}

/** The plugin and the discovery read the named configuration when they start. */
function configured(policy: KubeObject): { env: unknown[]; volumes: unknown[]; mounts: unknown[] } {
  const { name, default: fallback } = fieldsOf(fieldAt(policy.spec, 'devicePlugin', 'config'));
  if (textOf(name) === '') {
    return { env: [], volumes: [], mounts: [] };
  }
  return {
    env: [
      { name: 'CONFIG_FILE', value: '/config/config.yaml' },
      { name: 'DEFAULT_CONFIG', value: textOf(fallback) },
    ],
    volumes: [{ name: textOf(name), configMap: { name } }],
    mounts: [{ name: textOf(name), mountPath: '/available-configs' }],
  };
}

function daemonSet(policy: KubeObject, part: Part): KubeObject {
  const section = fieldsOf(policy.spec?.[part.section]);
  const reads = part.section === 'devicePlugin' || part.section === 'gfd';
  const config = reads ? configured(policy) : { env: [], volumes: [], mounts: [] };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: part.name, namespace: GPU_NAMESPACE, labels: { app: part.name } },
    spec: {
      selector: { matchLabels: { app: part.name } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      template: {
        metadata: { labels: { app: part.name } },
        spec: {
          nodeSelector: { [`nvidia.com/gpu.deploy.${part.deploy}`]: 'true' },
          tolerations: listOf(fieldAt(policy.spec, 'daemonsets', 'tolerations')),
          ...(part.needsRuntime ? { runtimeClassName: 'nvidia' } : { hostPID: true }),
          containers: [
            {
              name: part.name,
              image: imageOf(section),
              env: config.env,
              securityContext: { privileged: true },
              volumeMounts: config.mounts,
            },
          ],
          volumes: config.volumes,
        },
      },
    },
  };
}

export function isPartEnabled(policy: KubeObject, section: string): boolean {
  return fieldAt(policy.spec, section, 'enabled') !== false;
}

/** What the GPU Operator deploys for a ClusterPolicy, and the names of the parts that are switched off. */
export function gpuDaemonSets(policy: KubeObject): { wanted: KubeObject[]; unwanted: string[] } {
  return {
    wanted: PARTS.filter((part) => isPartEnabled(policy, part.section)).map((part) => daemonSet(policy, part)),
    unwanted: PARTS.filter((part) => !isPartEnabled(policy, part.section)).map((part) => part.name),
  };
}

export function nvidiaRuntimeClass(): KubeObject {
  return { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'nvidia' }, handler: 'nvidia' };
}
