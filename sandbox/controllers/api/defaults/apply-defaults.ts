import type { KubeObject } from '../../../kubernetes/object.ts';
import { resourceType } from '../../../kubernetes/resources.ts';
import type { ObjectIndex } from '../object-index.ts';
import {
  defaultClaim,
  defaultIngress,
  defaultNamespace,
  defaultNetworkPolicy,
  defaultSecret,
  defaultService,
  defaultStorageClass,
} from './others.ts';
import {
  defaultCronJob,
  defaultDaemonSet,
  defaultDeployment,
  defaultJobSpec,
  defaultPod,
  defaultReplicaSet,
  defaultStatefulSet,
} from './workloads.ts';

const STORAGE_CLASS = resourceType('StorageClass');
const INGRESS_CLASS = resourceType('IngressClass');

/** What the API server adds to an object before it stores it. Done twice it changes nothing more. */
export function applyDefaults(object: KubeObject, index: ObjectIndex): KubeObject {
  switch (`${object.apiVersion}/${object.kind}`) {
    case 'apps/v1/Deployment':
      return defaultDeployment(object);
    case 'apps/v1/ReplicaSet':
      return defaultReplicaSet(object);
    case 'apps/v1/StatefulSet':
      return defaultStatefulSet(object);
    case 'apps/v1/DaemonSet':
      return defaultDaemonSet(object);
    case 'batch/v1/Job':
      return { ...object, spec: defaultJobSpec(object.spec) };
    case 'batch/v1/CronJob':
      return defaultCronJob(object);
    case 'v1/Pod':
      return defaultPod(object);
    case 'v1/Service':
      return defaultService(object);
    case 'v1/Namespace':
      return defaultNamespace(object);
    case 'v1/Secret':
      return defaultSecret(object);
    case 'v1/PersistentVolumeClaim':
      return defaultClaim(object, index.all(STORAGE_CLASS));
    case 'networking.k8s.io/v1/Ingress':
      return defaultIngress(object, index.all(INGRESS_CLASS));
    case 'networking.k8s.io/v1/NetworkPolicy':
      return defaultNetworkPolicy(object);
    case 'storage.k8s.io/v1/StorageClass':
      return defaultStorageClass(object);
    default:
      return object;
  }
}
