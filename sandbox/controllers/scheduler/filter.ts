import type { KubeObject } from '../../kubernetes/object.ts';
import { listOf } from '../api/fields.ts';
import { isFinished } from '../api/pod-state.ts';
import { podSpecOf } from '../api/pod-types.ts';
import { nodeMatchesPod } from './node-affinity.ts';
import { allocatableOf, requestOf, usageOf } from './node-usage.ts';
import { findUntoleratedTaint, type Taint } from './tolerations.ts';
import { volumeFitsNode } from './volumes.ts';

/** Why a node cannot take a pod; `isFinal` when taking other pods away would not help. */
export type Refusal = { reasons: string[]; isFinal: boolean };

function resourceRefusal(pod: KubeObject, node: KubeObject, pods: readonly KubeObject[]): Refusal | null {
  const allocatable = allocatableOf(node);
  const used = usageOf(pods);
  const reasons: string[] = [];
  let isFinal = false;
  if ((used.get('pods') ?? 0) + 1000 > (allocatable.get('pods') ?? 0)) {
    reasons.push('Too many pods');
  }
  for (const [name, amount] of requestOf(pod)) {
    const capacity = allocatable.get(name) ?? 0;
    if (amount > 0 && amount > capacity - (used.get(name) ?? 0)) {
      reasons.push(`Insufficient ${name}`);
      isFinal ||= amount > capacity;
    }
  }
  return reasons.length === 0 ? null : { reasons, isFinal };
}

function portsOf(pod: KubeObject): string[] {
  return podSpecOf(pod).containers.flatMap((container) =>
    (container.ports ?? [])
      .filter((port) => (port.hostPort ?? 0) !== 0)
      .map((port) => `${port.hostPort}/${port.protocol ?? 'TCP'}`),
  );
}

function hasPortConflict(pod: KubeObject, pods: readonly KubeObject[]): boolean {
  const wanted = portsOf(pod);
  const taken = wanted.length === 0 ? [] : pods.filter((one) => !isFinished(one)).flatMap(portsOf);
  return wanted.some((port) => taken.includes(port));
}

/**
 * Asks the filters of kube-scheduler in their order; the first that says no gives the reasons.
 * pkg/scheduler/framework/plugins: nodeunschedulable, tainttoleration, nodeaffinity, nodeports, noderesources, volumebinding.
 */
export function refusalOf(
  pod: KubeObject,
  node: KubeObject,
  pods: readonly KubeObject[],
  volumes: readonly KubeObject[],
): Refusal | null {
  const spec = podSpecOf(pod);
  const unschedulable: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  if (node.spec?.unschedulable === true && findUntoleratedTaint([unschedulable], spec.tolerations)) {
    return { reasons: ['node(s) were unschedulable'], isFinal: true };
  }
  const taint = findUntoleratedTaint(listOf(node.spec?.taints) as Taint[], spec.tolerations);
  if (taint !== undefined) {
    return { reasons: [`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`], isFinal: true };
  }
  if (!nodeMatchesPod(spec, node)) {
    return { reasons: ["node(s) didn't match Pod's node affinity/selector"], isFinal: true };
  }
  if (hasPortConflict(pod, pods)) {
    return { reasons: ["node(s) didn't have free ports for the requested pod ports"], isFinal: false };
  }
  const resources = resourceRefusal(pod, node, pods);
  if (resources !== null) {
    return resources;
  }
  return volumes.every((volume) => volumeFitsNode(volume, node))
    ? null
    : { reasons: ['node(s) had volume node affinity conflict'], isFinal: true };
}
