import type { ClusterNode } from '../node/node.ts';
import type { GpuNotice, NodeGpu } from './gpu.ts';

/** What is wrong with the cards of a node, from what the node itself says of them; the gravest first. */
export function noticesOf(
  { name, labels }: Pick<ClusterNode, 'name' | 'labels'>,
  gpu: Pick<NodeGpu, 'pools' | 'driver'>,
): GpuNotice[] {
  const notices: GpuNotice[] = [];
  const capacity = gpu.pools.reduce((sum, pool) => sum + pool.capacity, 0);
  const allocatable = gpu.pools.reduce((sum, pool) => sum + pool.allocatable, 0);
  if (capacity === 0 && gpu.driver === '') {
    notices.push({
      kind: 'no-driver',
      text: `${name} has a card, but no driver tells of it: look at the pods of the GPU operator there.`,
    });
  } else if (allocatable === 0) {
    notices.push({
      kind: 'no-plugin',
      text: `The device plugin on ${name} hands out nothing: pods that ask for a GPU wait until it runs.`,
    });
  } else if (allocatable < capacity) {
    notices.push({
      kind: 'unhealthy',
      text: `${capacity - allocatable} of ${capacity} on ${name} are not handed out: the device plugin found a card unhealthy.`,
    });
  }
  const state = labels['nvidia.com/mig.config.state'];
  const wanted = labels['nvidia.com/mig.config'] ?? 'another layout';
  if (state === 'failed') {
    notices.unshift({
      kind: 'failed',
      text: `The cards of ${name} could not be cut as ${wanted}: look at its MIG manager.`,
    });
  } else if (state === 'pending' || state === 'rebooting') {
    notices.push({
      kind: 'reconfiguring',
      text: `The cards of ${name} are being cut as ${wanted}; its GPU pods are stopped meanwhile.`,
    });
  }
  return notices;
}
