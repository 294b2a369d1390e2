import type { KubeObject } from '../../../kubernetes/object.ts';
import type { SeedGpu } from '../../../platform/nodes.ts';
import type { GpuSharing } from './sharing.ts';

/** What NFD sees on the PCI bus; there even when no driver works. */
export const NVIDIA_CARD_LABEL = 'feature.node.kubernetes.io/pci-10de.present';

const OPERATOR_PARTS = [
  'container-toolkit',
  'dcgm',
  'dcgm-exporter',
  'device-plugin',
  'driver',
  'gpu-feature-discovery',
  'node-status-exporter',
  'operator-validator',
];

/** The switches the operator puts on a node with a card, so that its daemons go there. */
export function operatorLabels(): Record<string, string> {
  return {
    'nvidia.com/gpu.present': 'true',
    ...Object.fromEntries(OPERATOR_PARTS.map((part) => [`nvidia.com/gpu.deploy.${part}`, 'true'])),
  };
}

function versionLabels(name: string, version: string): Record<string, string> {
  const [major = '0', minor = '0', revision = ''] = version.split('.');
  return {
    [`${name}.full`]: version,
    [`${name}.major`]: major,
    [`${name}.minor`]: minor,
    ...(revision === '' ? {} : { [`${name}.revision`]: revision }),
  };
}

/** GPU Feature Discovery's labels: k8s-device-plugin docs/gpu-feature-discovery/README.md. */
export function discoveryLabels(gpu: SeedGpu, sharing: GpuSharing, machine: string): Record<string, string> {
  const isShared = sharing.strategy !== 'none';
  return {
    ...versionLabels('nvidia.com/cuda.driver-version', gpu.driverVersion),
    ...versionLabels('nvidia.com/cuda.runtime-version', gpu.cudaVersion),
    'nvidia.com/gpu.compute.major': String(gpu.computeMajor),
    'nvidia.com/gpu.compute.minor': String(gpu.computeMinor),
    'nvidia.com/gpu.count': String(gpu.count),
    'nvidia.com/gpu.family': gpu.family,
    'nvidia.com/gpu.machine': machine,
    'nvidia.com/gpu.memory': String(gpu.memoryMiB),
    'nvidia.com/gpu.mode': 'graphics',
    // The suffix says that a request for one gets a share; renamed resources say it themselves.
    'nvidia.com/gpu.product': isShared && !sharing.isRenamed ? `${gpu.product}-SHARED` : gpu.product,
    'nvidia.com/gpu.replicas': String(sharing.replicas),
    'nvidia.com/gpu.sharing-strategy': sharing.strategy,
    'nvidia.com/mig.capable': 'false',
    'nvidia.com/mig.strategy': 'none',
    'nvidia.com/mps.capable': sharing.strategy === 'mps' ? 'true' : 'false',
    'nvidia.com/vgpu.present': 'false',
  };
}

/** The resources a device plugin advertises; what it no longer names stays with 0. */
export function advertised(gpu: SeedGpu, sharing: GpuSharing | null): Record<string, string> {
  if (sharing === null) {
    return { 'nvidia.com/gpu': '0' };
  }
  const amount = String(gpu.count * sharing.replicas);
  return sharing.isRenamed ? { 'nvidia.com/gpu': '0', 'nvidia.com/gpu.shared': amount } : { 'nvidia.com/gpu': amount };
}

/** A node with other amounts of the card's resources. `capacity` outlives a plugin that went away, `allocatable` not. */
export function withGpuResources(
  node: KubeObject,
  capacity: Record<string, string> | null,
  allocatable: Record<string, string>,
): Record<string, unknown> {
  const merged = (field: string, amounts: Record<string, string>) => ({
    ...(node.status?.[field] as Record<string, unknown> | undefined),
    ...amounts,
  });
  return {
    ...node.status,
    ...(capacity === null ? {} : { capacity: merged('capacity', capacity) }),
    allocatable: merged('allocatable', allocatable),
  };
}
