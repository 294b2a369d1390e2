import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { type Controller, createController } from '../api/controller.ts';

const NAMESPACE = resourceType('Namespace');
const SERVICE_ACCOUNT = resourceType('ServiceAccount');
const CONFIG_MAP = resourceType('ConfigMap');
const ROOT_CERTIFICATE = 'kube-root-ca.crt';

/** Gives every namespace its service account and root certificate, and empties one that is deleted. */
export function createNamespaceController(cluster: Cluster): Controller {
  const ensure = (name: string) => {
    if (cluster.get(SERVICE_ACCOUNT, name, 'default') === undefined) {
      cluster.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } });
    }
    if (cluster.get(CONFIG_MAP, name, ROOT_CERTIFICATE) === undefined) {
      cluster.create({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: ROOT_CERTIFICATE, namespace: name },
        data: { 'ca.crt': '' },
      });
    }
  };
  const empty = (namespace: KubeObject) => {
    const inside = cluster.index
      .kinds()
      .filter((kind) => kind.namespaced && kind.kind !== 'Event')
      .flatMap((kind) => cluster.index.inNamespace(kind, namespace.metadata.name));
    for (const object of inside) {
      cluster.delete(object);
    }
    if (inside.length > 0) {
      cluster.writeStatus(namespace, { ...namespace.status, phase: 'Terminating' });
    } else {
      cluster.store.delete(NAMESPACE, '', namespace.metadata.name);
    }
  };
  const isEnding = (name: string) => cluster.get(NAMESPACE, '', name)?.metadata.deletionTimestamp !== undefined;

  return createController(cluster, {
    primary: NAMESPACE,
    also({ type, object }) {
      const name = object.metadata.namespace;
      return type === 'DELETED' && name !== undefined && isEnding(name) ? [`/${name}`] : [];
    },
    reconcile(namespace) {
      if (namespace.metadata.deletionTimestamp === undefined) {
        ensure(namespace.metadata.name);
      } else {
        empty(namespace);
      }
    },
  });
}
