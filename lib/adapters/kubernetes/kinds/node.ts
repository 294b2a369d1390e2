import { readSharedCards } from '#lib/domain/gpu/read-hami.ts';
import type { ClusterNode, NodeTaint } from '#lib/domain/node/node.ts';
import { toResourceAmounts } from '#lib/domain/node/resource-amounts.ts';
import { type Fields, fieldsOf, itemsOf, oneOf, textOf, textsOf } from '#lib/domain/value/fields.ts';
import { readAmounts } from '#lib/domain/workload/read-pod-requests.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';
import { readMetadata } from '../../_shared/object-metadata.ts';

/** A label's key has a prefix of 253 characters, a slash and a name of 63. */
const LONGEST_LABEL = 317;
const MOST_ADDRESSES = 20;
const HAMI_CARDS = 'hami.io/node-nvidia-register';
/** `Deleted_2026.11.21 …` when its device plugin has gone: the register stays behind (HAMi pkg/device, `CheckHealth`). */
const HAMI_HANDSHAKE = 'hami.io/node-handshake';
const LONGEST_REGISTER = 16_384;

export const NODE_KIND: KindDescriptor<ClusterNode> = {
  group: '',
  version: 'v1',
  resource: 'nodes',
  kind: 'Node',
  namespaced: false,
  idOf: ({ id }) => id,
  toDomain(object) {
    const { name, labels, annotations } = readMetadata(object);
    const spec = fieldsOf(object.spec);
    const status = fieldsOf(object.status);
    const info = fieldsOf(status.nodeInfo);
    return {
      id: name,
      name,
      ready: readiness(status),
      unschedulable: spec.unschedulable === true,
      taints: itemsOf(spec.taints, 100).map(readTaint),
      labels: textsOf(labels, LONGEST_LABEL, 500),
      capacity: toResourceAmounts(readAmounts(status.capacity)),
      allocatable: toResourceAmounts(readAmounts(status.allocatable)),
      version: textOf(info.kubeletVersion, 64),
      architecture: textOf(info.architecture, 64),
      addresses: itemsOf(status.addresses, MOST_ADDRESSES).flatMap(readAddress),
      sharedCards: textOf(annotations[HAMI_HANDSHAKE], 64).startsWith('Deleted')
        ? []
        : readSharedCards(textOf(annotations[HAMI_CARDS], LONGEST_REGISTER)),
    };
  },
};

/** A node that says nothing about itself is not known to be ready. */
function readiness(status: Fields): ClusterNode['ready'] {
  const ready = itemsOf(status.conditions, 100)
    .map(fieldsOf)
    .find(({ type }) => type === 'Ready');
  return oneOf(ready?.status, ['True', 'False', 'Unknown'], 'Unknown');
}

function readAddress(item: unknown): string[] {
  const address = textOf(fieldsOf(item).address).toLowerCase();
  return address === '' ? [] : [address];
}

function readTaint(item: unknown): NodeTaint {
  const { key, value, effect } = fieldsOf(item);
  return { key: textOf(key, LONGEST_LABEL), value: textOf(value), effect: textOf(effect, 64) };
}
