import type { SharedCard } from '../gpu/shared-card.ts';

/** Amounts in the units the scheduler counts in: cpu in millicores, memory in bytes, everything else in whole units. */
export type ResourceAmounts = { cpuMillis: number; memoryBytes: number; extended: Record<string, number> };

export type NodeTaint = { key: string; value: string; effect: string };

export type ClusterNode = {
  id: string;
  name: string;
  ready: 'True' | 'False' | 'Unknown';
  unschedulable: boolean;
  taints: NodeTaint[];
  labels: Record<string, string>;
  capacity: ResourceAmounts;
  allocatable: ResourceAmounts;
  version: string;
  architecture: string;
  /** Host names and addresses that it answers at, in small letters. */
  addresses: string[];
  /** Cards of which HAMi keeps the books; none where it does not run. */
  sharedCards: SharedCard[];
};
