import type { PodGpu } from '../gpu/pod-gpu.ts';
import type { ResourceAmounts } from '../node/node.ts';

/** A pod reduced to what scheduling, slices and health need. Times are ms since 1970. */
export type Pod = {
  /** `namespace/name`. */
  id: string;
  namespace: string;
  name: string;
  uid: string;
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  ready: boolean;
  nodeName: string | null;
  createdAt: number | null;
  /** What the scheduler counts for it: Kubernetes' effective request. */
  requests: ResourceAmounts;
  owner: { kind: string; name: string } | null;
  /** Why it waits or fails, in the cluster's own words. */
  reason: string;
  message: string;
  restarts: number;
  instance: string | null;
  /** null for a pod that has nothing to do with GPUs. */
  gpu: PodGpu | null;
};

export type Deployment = {
  id: string;
  namespace: string;
  name: string;
  uid: string;
  replicas: number;
  updated: number;
  available: number;
  health: 'Healthy' | 'Progressing' | 'Degraded' | 'Suspended';
  message: string;
  instance: string | null;
};
