import { installDefinition } from '../crds/install.ts';
import type { KubeObject, ResourceType } from '../object.ts';
import { resourceType } from '../resources.ts';
import type { ObjectStore } from '../store.ts';
import { BOOTSTRAP_BINDINGS, BOOTSTRAP_ROLES } from './roles.ts';

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** Stores what the API server makes at its start, where it is missing: its namespaces and roles, and custom kinds. */
export function bootstrap(store: ObjectStore, customTypes: readonly ResourceType[]): void {
  for (const name of NAMESPACES) {
    ensure(store, resourceType('Namespace'), { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  for (const role of BOOTSTRAP_ROLES) {
    ensure(store, resourceType('ClusterRole'), role);
  }
  for (const binding of BOOTSTRAP_BINDINGS) {
    ensure(store, resourceType('ClusterRoleBinding'), binding);
  }
  for (const type of customTypes) {
    installDefinition(store, type);
  }
}

function ensure(store: ObjectStore, resource: ResourceType, object: KubeObject): void {
  if (store.get(resource, '', object.metadata.name) === undefined) {
    store.create(resource, object);
  }
}
