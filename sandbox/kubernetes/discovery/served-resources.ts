import type { ResourceRegistry } from '../crds/registry.ts';
import { VIRTUAL_RESOURCES } from './virtual-resources.ts';

/** A resource or subresource as discovery names it. */
export type ServedResource = {
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular: string;
  namespaced: boolean;
  verbs: string[];
  shortNames: string[];
  categories: string[];
  subresources: { name: string; verbs: string[] }[];
};

export type ServedVersion = { group: string; version: string; resources: ServedResource[] };
export type ServedGroup = { group: string; versions: ServedVersion[] };

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const STATUS = { name: 'status', verbs: ['get', 'patch', 'update'] };

/** Groups in the order clients should look at them: Kubernetes' own first, custom ones by name after. */
export function servedGroups(registry: ResourceRegistry): ServedGroup[] {
  const groups = new Map<string, Map<string, ServedResource[]>>();
  for (const resource of servedResources(registry)) {
    const versions = groups.get(resource.group) ?? new Map<string, ServedResource[]>();
    groups.set(resource.group, versions);
    versions.set(resource.version, [...(versions.get(resource.version) ?? []), resource]);
  }
  return [...groups].map(([group, versions]) => ({
    group,
    versions: [...versions].map(([version, resources]) => ({ group, version, resources })),
  }));
}

function servedResources(registry: ResourceRegistry): ServedResource[] {
  const virtual = VIRTUAL_RESOURCES.map((resource) => ({
    ...resource,
    namespaced: false,
    verbs: ['create'],
    shortNames: [],
    categories: [],
    subresources: [],
  }));
  const stored = registry.all().map((type) => ({
    group: type.group,
    version: type.version,
    kind: type.kind,
    plural: type.plural,
    singular: type.singular,
    namespaced: type.namespaced,
    verbs: VERBS,
    shortNames: type.shortNames,
    categories: type.categories ?? [],
    subresources: [
      ...(type.group === '' && type.kind === 'Namespace' ? [{ name: 'finalize', verbs: ['update'] }] : []),
      ...(type.hasStatus ? [STATUS] : []),
    ],
  }));
  return [
    ...stored.filter(({ group }) => registry.isBuiltInGroup(group)),
    ...virtual,
    ...stored.filter(({ group }) => !registry.isBuiltInGroup(group)),
  ];
}

/** `v1` or `apps/v1`. */
export function groupVersionOf({ group, version }: { group: string; version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}
