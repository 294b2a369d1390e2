import type { PodGpu } from '#lib/domain/gpu/pod-gpu.ts';
import type { ClusterNode } from '#lib/domain/node/node.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';

export const GPU = 'nvidia.com/gpu';
export const amounts = (extended: Record<string, number>) => ({ cpuMillis: 0, memoryBytes: 0, extended });

/** A node that hands out so many slices; with labels, they say what they are. */
export function gpuNode(name: string, slices: number, labels: Record<string, string> = {}): ClusterNode {
  return {
    id: name,
    name,
    ready: 'True',
    unschedulable: false,
    taints: [],
    labels,
    capacity: amounts({ [GPU]: slices }),
    allocatable: amounts({ [GPU]: slices }),
    version: '',
    architecture: 'amd64',
    addresses: [],
    sharedCards: [],
  };
}

export function podGpu(rest: Partial<PodGpu> = {}): PodGpu {
  return {
    containers: ['main'],
    isUnasked: false,
    shares: [],
    vramBytes: null,
    vramShare: null,
    boundAt: 10,
    ...rest,
  };
}

/** A pod on node `akula` that asks for one slice, unless told otherwise. */
export function gpuPod(name: string, rest: Partial<Pod> = {}, asks: Record<string, number> = { [GPU]: 1 }): Pod {
  return {
    id: `ai/${name}`,
    namespace: 'ai',
    name,
    uid: name,
    phase: 'Running',
    ready: true,
    nodeName: 'akula',
    createdAt: 5,
    requests: amounts(asks),
    owner: null,
    reason: '',
    message: '',
    restarts: 0,
    instance: null,
    gpu: podGpu(),
    ...rest,
  };
}
