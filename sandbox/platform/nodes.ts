/** A card in a node, as the driver on the host reports it. */
export type SeedGpu = {
  /** As GPU Feature Discovery writes it, without the suffix for sharing. */
  product: string;
  family: string;
  count: number;
  memoryMiB: number;
  computeMajor: number;
  computeMinor: number;
  driverVersion: string;
  cudaVersion: string;
};

export type SeedTaint = { key: string; value?: string; effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' };

/** A machine of the cluster as k3s finds it, before anything runs on it. */
export type SeedNode = {
  name: string;
  address: string;
  roles: string[];
  cpus: number;
  memoryMiB: number;
  /** What the kubelet keeps for itself and the system. */
  reservedCpuMillis: number;
  reservedMemoryMiB: number;
  maxPods: number;
  ephemeralStorageGiB: number;
  labels: Record<string, string>;
  taints: SeedTaint[];
  gpu: SeedGpu | null;
};

export const KUBERNETES_VERSION = 'v1.33.5+k3s1';

/** The two machines of the mission documents: one big server, one with the card. */
export const SEED_NODES: readonly SeedNode[] = [
  {
    name: 'homelab',
    address: '192.168.1.170',
    roles: ['control-plane', 'master'],
    cpus: 28,
    memoryMiB: 122_880,
    reservedCpuMillis: 500,
    reservedMemoryMiB: 1024,
    maxPods: 110,
    ephemeralStorageGiB: 1800,
    labels: { 'node.kubernetes.io/instance-type': 'k3s' },
    taints: [],
    gpu: null,
  },
  {
    name: 'akula-prime',
    address: '192.168.1.99',
    roles: [],
    cpus: 24,
    memoryMiB: 65_536,
    reservedCpuMillis: 500,
    reservedMemoryMiB: 1024,
    maxPods: 110,
    ephemeralStorageGiB: 1800,
    labels: { 'node.kubernetes.io/instance-type': 'k3s', 'nvidia.com/gpu': 'true' },
    taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }],
    gpu: {
      product: 'NVIDIA-GeForce-RTX-5080',
      family: 'blackwell',
      count: 1,
      memoryMiB: 16_303,
      computeMajor: 12,
      computeMinor: 0,
      driverVersion: '580.95.05',
      cudaVersion: '13.0',
    },
  },
];
