import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import { ApiError } from '../api/api-error.ts';
import { effectiveRequest } from '../api/effective-request.ts';
import { fieldsOf } from '../api/fields.ts';
import type { ObjectIndex } from '../api/object-index.ts';
import { type PodSpec, podSpecOf } from '../api/pod-types.ts';
import { quantityMillis } from '../api/quantity.ts';

const QUOTA = resourceType('ResourceQuota');
const POD = resourceType('Pod');

/** The same pod with limits in the place of requests, so that one formula serves both. */
function limitsAsRequests(spec: PodSpec): PodSpec {
  const swap = (container: PodSpec['containers'][number]) => ({
    ...container,
    resources: { requests: container.resources?.limits ?? {} },
  });
  return {
    ...spec,
    containers: spec.containers.map(swap),
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(swap) } : {}),
    resources: {},
  };
}

/** How much one pod takes of what a quota names, in thousandths; null for what no pod uses. */
function usageOf(pod: KubeObject, name: string): number | null {
  if (name === 'pods') {
    return 1000;
  }
  const spec = podSpecOf(pod);
  if (name.startsWith('limits.')) {
    return effectiveRequest(limitsAsRequests(spec)).get(name.slice('limits.'.length)) ?? 0;
  }
  if (name.startsWith('requests.') && name !== 'requests.storage') {
    return effectiveRequest(spec).get(name.slice('requests.'.length)) ?? 0;
  }
  return name === 'cpu' || name === 'memory' ? (effectiveRequest(spec).get(name) ?? 0) : null;
}

function isCounted(pod: KubeObject): boolean {
  return pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed';
}

/** What the pods of a namespace take of what a quota names, in thousandths. */
export function usedOfQuota(index: ObjectIndex, namespace: string, name: string): number {
  return index
    .inNamespace(POD, namespace)
    .filter(isCounted)
    .reduce((sum, pod) => sum + (usageOf(pod, name) ?? 0), 0);
}

function shown(name: string, millis: number): string {
  if (name.endsWith('memory')) {
    return millis % (1000 * 2 ** 20) === 0 ? `${millis / 1000 / 2 ** 20}Mi` : String(millis / 1000);
  }
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}

/**
 * Refuses a pod that a quota of its namespace has no room for: plugin/pkg/admission/resourcequota.
 * @throws ApiError `Forbidden`
 */
export function checkQuotas(pod: KubeObject, index: ObjectIndex): void {
  const namespace = pod.metadata.namespace ?? '';
  for (const quota of index.inNamespace(QUOTA, namespace)) {
    const rows = Object.entries(fieldsOf(quota.spec?.hard)).flatMap(([name, hard]) => {
      const requested = usageOf(pod, name);
      return requested === null
        ? []
        : [{ name, requested, used: usedOfQuota(index, namespace, name), hard: quantityMillis(hard) }];
    });
    const over = rows.filter((row) => row.requested > 0 && row.used + row.requested > row.hard);
    if (over.length > 0) {
      const part = (field: 'requested' | 'used' | 'hard') =>
        over.map((row) => `${row.name}=${shown(row.name, row[field])}`).join(',');
      throw new ApiError(
        'Forbidden',
        `pods "${pod.metadata.name}" is forbidden: exceeded quota: ${quota.metadata.name}, requested: ${part('requested')}, used: ${part('used')}, limited: ${part('hard')}`,
      );
    }
  }
}
