import { resourceType } from '../../kubernetes/resources.ts';
import { usedOfQuota } from '../admission/resource-quota.ts';
import type { Cluster } from '../api/cluster.ts';
import { type Controller, createController, keyOf } from '../api/controller.ts';
import { fieldsOf } from '../api/fields.ts';

const QUOTA = resourceType('ResourceQuota');
const CLAIM = resourceType('PersistentVolumeClaim');
const SERVICE = resourceType('Service');

function amountText(name: string, millis: number): string {
  const isWhole = millis % 1000 === 0;
  return name.endsWith('cpu') && !isWhole ? `${millis}m` : String(Math.ceil(millis / 1000));
}

/** Writes into each quota what is used of it: pkg/controller/resourcequota. */
export function createQuotaController(cluster: Cluster): Controller {
  const used = (namespace: string, name: string): string => {
    switch (name) {
      case 'persistentvolumeclaims':
        return String(cluster.index.inNamespace(CLAIM, namespace).length);
      case 'services':
        return String(cluster.index.inNamespace(SERVICE, namespace).length);
      case 'services.loadbalancers': {
        const services = cluster.index.inNamespace(SERVICE, namespace);
        return String(services.filter((service) => service.spec?.type === 'LoadBalancer').length);
      }
      default:
        return amountText(name, usedOfQuota(cluster.index, namespace, name));
    }
  };
  return createController(cluster, {
    primary: QUOTA,
    also: ({ resource, object }) =>
      ['Pod', 'PersistentVolumeClaim', 'Service'].includes(resource.kind)
        ? cluster.index.inNamespace(QUOTA, object.metadata.namespace ?? '').map(keyOf)
        : [],
    reconcile(quota) {
      const hard = fieldsOf(quota.spec?.hard);
      const namespace = quota.metadata.namespace ?? '';
      const rows = Object.keys(hard).map((name) => [name, used(namespace, name)]);
      cluster.writeStatus(quota, { hard, used: Object.fromEntries(rows) });
    },
  });
}
