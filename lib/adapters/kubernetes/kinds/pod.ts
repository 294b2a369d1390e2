import { toResourceAmounts } from '#lib/domain/node/resource-amounts.ts';
import { fieldsOf, itemsOf, numberOf, oneOf, textOf } from '#lib/domain/value/fields.ts';
import { effectiveRequest } from '#lib/domain/workload/effective-request.ts';
import { readPodRequests } from '#lib/domain/workload/read-pod-requests.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';
import { type ObjectMetadata, readMetadata } from '../../_shared/object-metadata.ts';
import { trackedBy } from '../../_shared/tracking.ts';
import { readPodGpu } from './pod-gpu.ts';
import { whyNotReady } from './pod-trouble.ts';

const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'] as const;

export const POD_KIND: KindDescriptor<Pod> = {
  group: '',
  version: 'v1',
  resource: 'pods',
  kind: 'Pod',
  namespaced: true,
  idOf: ({ id }) => id,
  toDomain(object) {
    const metadata = readMetadata(object);
    const { name, namespace, uid, createdAt } = metadata;
    const spec = fieldsOf(object.spec);
    const status = fieldsOf(object.status);
    const phase = oneOf(status.phase, PHASES, 'Unknown');
    const containers = [...itemsOf(status.initContainerStatuses, 500), ...itemsOf(status.containerStatuses, 500)];
    const ready = phase === 'Running' && isReady(status.conditions);
    return {
      id: `${namespace}/${name}`,
      namespace,
      name,
      uid,
      phase,
      ready,
      nodeName: textOf(spec.nodeName) || null,
      createdAt,
      requests: toResourceAmounts(effectiveRequest(readPodRequests(spec, status))),
      owner: ownerOf(metadata),
      ...(ready || phase === 'Succeeded' ? { reason: '', message: '' } : whyNotReady(status)),
      restarts: containers.reduce<number>((sum, item) => sum + numberOf(fieldsOf(item).restartCount, 0), 0),
      instance: trackedBy(metadata, { group: '', kind: 'Pod' }),
      gpu: readPodGpu(metadata, spec, status),
    };
  },
};

function isReady(conditions: unknown): boolean {
  return itemsOf(conditions, 100)
    .map(fieldsOf)
    .some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** The one that controls it, which is at most one; without it, the first that claims it. */
function ownerOf({ fields }: ObjectMetadata): Pod['owner'] {
  const owners = itemsOf(fields.ownerReferences, 100).map(fieldsOf);
  const owner = owners.find(({ controller }) => controller === true) ?? owners[0];
  return owner === undefined ? null : { kind: textOf(owner.kind, 64), name: textOf(owner.name) };
}
