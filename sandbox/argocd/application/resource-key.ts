import type { KubeObject } from '../../kubernetes/object.ts';

/** What tells one object of a cluster from all others; the version of its kind does not matter. */
export type ResourceKey = { group: string; kind: string; namespace: string; name: string };

export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

export function resourceKeyOf(object: KubeObject): ResourceKey {
  return {
    group: groupOf(object.apiVersion),
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
  };
}

/** `apps/Deployment/web/frontend` */
export function keyText({ group, kind, namespace, name }: ResourceKey): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
