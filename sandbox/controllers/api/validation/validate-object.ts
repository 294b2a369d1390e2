import type { KubeObject, ResourceType } from '../../../kubernetes/object.ts';
import { ApiError } from '../api-error.ts';
import { fieldAt } from '../fields.ts';
import { immutableFieldProblems } from './immutable.ts';
import { checkMetadata } from './metadata.ts';
import { checkClaim, checkDataMap, checkIngress, checkService } from './others.ts';
import { checkPodSpec } from './pod-spec.ts';
import { createProblems, type Problems } from './problems.ts';
import { checkJobSpec, checkPodOwner } from './workloads.ts';

function checkKind(object: KubeObject, problems: Problems): void {
  switch (`${object.apiVersion}/${object.kind}`) {
    case 'apps/v1/Deployment':
    case 'apps/v1/ReplicaSet':
    case 'apps/v1/StatefulSet':
    case 'apps/v1/DaemonSet':
      checkPodOwner(object, problems);
      break;
    case 'batch/v1/Job':
      checkJobSpec(object.spec, 'spec', problems);
      break;
    case 'batch/v1/CronJob':
      checkJobSpec(fieldAt(object.spec, 'jobTemplate', 'spec'), 'spec.jobTemplate.spec', problems);
      break;
    case 'v1/Pod':
      checkPodSpec(object.spec, 'spec', problems);
      break;
    case 'v1/Service':
      checkService(object, problems);
      break;
    case 'v1/PersistentVolumeClaim':
      checkClaim(object, problems);
      break;
    case 'networking.k8s.io/v1/Ingress':
      checkIngress(object, problems);
      break;
    case 'v1/ConfigMap':
    case 'v1/Secret':
      checkDataMap(object, problems);
      break;
    default:
      break;
  }
}

/** `Deployment.apps "web" is invalid: …`, as apimachinery pkg/api/errors.NewInvalid says it. */
function invalidMessage(object: KubeObject, resource: ResourceType, found: readonly string[]): string {
  const kind = resource.group === '' ? object.kind : `${object.kind}.${resource.group}`;
  const problems = found.length === 1 ? found[0] : `[${found.join(', ')}]`;
  return `${kind} "${object.metadata.name}" is invalid: ${problems}`;
}

/**
 * Checks an object as the API server does before it stores it; the kinds the controllers here work with thoroughly,
 * others by their metadata only.
 * @param before the stored object, for an update
 * @throws ApiError `Invalid` naming every field that is wrong
 */
export function validateObject(object: KubeObject, resource: ResourceType, before?: KubeObject): void {
  const problems = createProblems();
  checkMetadata(object, resource, problems);
  checkKind(object, problems);
  const found = [...problems.found, ...(before === undefined ? [] : immutableFieldProblems(before, object))];
  if (found.length > 0) {
    throw new ApiError('Invalid', invalidMessage(object, resource, found));
  }
}
