import { readFileSync } from 'node:fs';
import type { Cluster } from '../controllers/api/cluster.ts';
import { definitionOf } from '../kubernetes/crds/definition.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import { RESOURCE_TYPES } from '../kubernetes/resources.ts';
import { parseManifests } from './parse-manifests.ts';

/** Creates what is not there yet and leaves the rest as it is. */
export function createMissing(cluster: Cluster, objects: readonly KubeObject[]): void {
  for (const object of objects) {
    const resource = cluster.resourceOf(object);
    if (cluster.get(resource, object.metadata.namespace, object.metadata.name) === undefined) {
      cluster.create(object);
    }
  }
}

function readManifests(name: string): KubeObject[] {
  return parseManifests(readFileSync(new URL(`./cluster/${name}.yaml`, import.meta.url), 'utf8'));
}

/** Argo CD's custom kinds, as its manifests install them. */
export function argoCdDefinitions(): KubeObject[] {
  return RESOURCE_TYPES.filter((type) => type.group === 'argoproj.io').map(definitionOf);
}

/** What is in a k3s cluster with Argo CD before anybody has given it an Application. */
export function installBase(cluster: Cluster): void {
  createMissing(cluster, [...argoCdDefinitions(), ...readManifests('k3s'), ...readManifests('argocd')]);
}
