import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import { ApiError } from '../api/api-error.ts';
import { fieldAt, fieldsOf } from '../api/fields.ts';
import type { ObjectIndex } from '../api/object-index.ts';
import { podSpecOf } from '../api/pod-types.ts';
import { applyLimitRanges } from './limit-range.ts';
import { enforcedLevel, podSecurityViolations } from './pod-security/evaluate.ts';
import { checkQuotas } from './resource-quota.ts';

const NAMESPACE = resourceType('Namespace');
const SERVICE_ACCOUNT = resourceType('ServiceAccount');
const RUNTIME_CLASS = resourceType('RuntimeClass');

function forbid(pod: KubeObject, why: string): never {
  throw new ApiError('Forbidden', `pods "${pod.metadata.name}" is forbidden: ${why}`);
}

function checkServiceAccount(pod: KubeObject, index: ObjectIndex): void {
  const namespace = pod.metadata.namespace ?? '';
  const name = podSpecOf(pod).serviceAccountName ?? 'default';
  if (!index.inNamespace(SERVICE_ACCOUNT, namespace).some((account) => account.metadata.name === name)) {
    forbid(pod, `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`);
  }
}

/** A runtime class adds the overhead and the node selector it is declared with. */
function applyRuntimeClass(pod: KubeObject, index: ObjectIndex): KubeObject {
  const name = podSpecOf(pod).runtimeClassName;
  if (name === undefined) {
    return pod;
  }
  const runtimeClass = index.all(RUNTIME_CLASS).find((one) => one.metadata.name === name);
  if (runtimeClass === undefined) {
    forbid(pod, `pod rejected: RuntimeClass "${name}" not found`);
  }
  const overhead = fieldAt(runtimeClass, 'overhead', 'podFixed');
  const selector = fieldsOf(fieldAt(runtimeClass, 'scheduling', 'nodeSelector'));
  return {
    ...pod,
    spec: {
      ...pod.spec,
      ...(overhead === undefined ? {} : { overhead }),
      ...(Object.keys(selector).length > 0
        ? { nodeSelector: { ...fieldsOf(pod.spec?.nodeSelector), ...selector } }
        : {}),
    },
  };
}

function checkPodSecurity(pod: KubeObject, index: ObjectIndex): void {
  const namespace = index.all(NAMESPACE).find((one) => one.metadata.name === pod.metadata.namespace);
  const { level, version } = enforcedLevel(namespace);
  const violations = podSecurityViolations(pod, level);
  if (violations.length > 0) {
    forbid(pod, `violates PodSecurity "${level}:${version}": ${violations.join(', ')}`);
  }
}

/**
 * The admission plugins that look at a new pod, in the order of the API server: ServiceAccount, LimitRanger,
 * RuntimeClass, PodSecurity, ResourceQuota.
 * @throws ApiError `Forbidden` with upstream's wording
 */
export function admitPod(pod: KubeObject, index: ObjectIndex): KubeObject {
  checkServiceAccount(pod, index);
  const limited = applyLimitRanges(pod, index);
  const admitted = applyRuntimeClass(limited, index);
  checkPodSecurity(admitted, index);
  checkQuotas(admitted, index);
  return admitted;
}
