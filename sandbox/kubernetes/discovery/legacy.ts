import { groupVersionOf, type ServedGroup, type ServedResource, type ServedVersion } from './served-resources.ts';

/** `/api` (meta/v1 APIVersions). */
export function apiVersions(address: string): unknown {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
  };
}

/** `/apis` (meta/v1 APIGroupList). */
export function apiGroupList(groups: readonly ServedGroup[]): unknown {
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: groups.filter(({ group }) => group !== '').map(groupOf),
  };
}

/** `/apis/<group>` (meta/v1 APIGroup). */
export function apiGroup(group: ServedGroup): unknown {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) };
}

function groupOf({ group, versions }: ServedGroup) {
  const named = versions.map((version) => ({ groupVersion: groupVersionOf(version), version: version.version }));
  return { name: group, versions: named, preferredVersion: named[0] };
}

/** `/api/v1`, `/apis/<group>/<version>` (meta/v1 APIResourceList). */
export function apiResourceList(version: ServedVersion): unknown {
  return {
    kind: 'APIResourceList',
    ...(version.group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: groupVersionOf(version),
    resources: version.resources.flatMap(entriesOf),
  };
}

function entriesOf(resource: ServedResource): unknown[] {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories, subresources } = resource;
  return [
    {
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs,
      ...(shortNames.length > 0 ? { shortNames } : {}),
      ...(categories.length > 0 ? { categories } : {}),
    },
    ...subresources.map((subresource) => ({
      name: `${plural}/${subresource.name}`,
      singularName: '',
      namespaced,
      kind,
      verbs: subresource.verbs,
    })),
  ];
}
