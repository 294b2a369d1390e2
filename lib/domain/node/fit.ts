import type { Pod } from '../workload/workload.ts';
import type { ClusterNode, ResourceAmounts } from './node.ts';

/** What a node can give and what of it pods hold. Free can be below zero after a node shrank. */
export type NodeRoom = { name: string; allocatable: ResourceAmounts; taken: ResourceAmounts };

/** A pod holds its request from when it is bound to its node until it has ended. */
export function roomOf(nodes: Iterable<ClusterNode>, pods: Iterable<Pod>): NodeRoom[] {
  const rooms = new Map<string, NodeRoom>();
  for (const { name, allocatable } of nodes) {
    rooms.set(name, { name, allocatable, taken: { cpuMillis: 0, memoryBytes: 0, extended: {} } });
  }
  for (const { nodeName, phase, requests } of pods) {
    const room = nodeName === null ? undefined : rooms.get(nodeName);
    if (room !== undefined && phase !== 'Succeeded' && phase !== 'Failed') {
      room.taken.cpuMillis += requests.cpuMillis;
      room.taken.memoryBytes += requests.memoryBytes;
      for (const resource in requests.extended) {
        room.taken.extended[resource] = (room.taken.extended[resource] ?? 0) + (requests.extended[resource] ?? 0);
      }
    }
  }
  return [...rooms.values()];
}

/**
 * `fits`: room now; `waits`: there is room for all, but not now; `too-many`: empty nodes hold some and not all;
 * `never`: no node is large enough for one.
 */
export type Fit = 'fits' | 'waits' | 'too-many' | 'never';
/** `asked` for all `pods` together. */
export type FitLine = { resource: string; pods: number; asked: number; free: number; total: number; fit: Fit };

const NAMED: Record<string, (amounts: ResourceAmounts) => number> = {
  cpu: ({ cpuMillis }) => cpuMillis,
  memory: ({ memoryBytes }) => memoryBytes,
};

function amountOf(amounts: ResourceAmounts, resource: string): number {
  return NAMED[resource]?.(amounts) ?? amounts.extended[resource] ?? 0;
}

/**
 * Whether pods of one shape find room, resource by resource, counted over whole nodes as the scheduler places pods.
 * An estimate before the scheduler decides: taints, selectors and volumes are not looked at.
 */
export function fitOf(demand: { pods: number; each: ResourceAmounts }, rooms: readonly NodeRoom[]): FitLine[] {
  const resources = ['cpu', 'memory', ...Object.keys(demand.each.extended)];
  return resources
    .filter((resource) => amountOf(demand.each, resource) > 0)
    .map((resource) => {
      const each = amountOf(demand.each, resource);
      const total = rooms.map(({ allocatable }) => amountOf(allocatable, resource));
      const free = rooms.map(({ taken }, index) => Math.max(0, (total[index] ?? 0) - amountOf(taken, resource)));
      const places = (amounts: readonly number[]) =>
        amounts.reduce((sum, amount) => sum + Math.floor(amount / each), 0);
      return {
        resource,
        pods: demand.pods,
        asked: each * demand.pods,
        free: sum(free),
        total: sum(total),
        fit: judge(demand.pods, places(free), places(total)),
      };
    });
}

function judge(pods: number, placesNow: number, placesEver: number): Fit {
  if (placesNow >= pods) {
    return 'fits';
  }
  return placesEver >= pods ? 'waits' : placesEver > 0 ? 'too-many' : 'never';
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
