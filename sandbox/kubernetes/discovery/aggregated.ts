import { readAccept } from '../api/negotiation.ts';
import type { ServedGroup, ServedResource, ServedVersion } from './served-resources.ts';

export type AggregatedVersion = 'v2' | 'v2beta1';

/** Whether a client takes all of discovery in one answer, and in which version; null where it wants the old way. */
export function aggregatedVersion(accept: string | undefined): AggregatedVersion | null {
  for (const { type, parameters } of readAccept(accept)) {
    const { g, v, as } = parameters;
    if (type === 'application/json' && as === undefined) {
      return null;
    }
    if (type === 'application/json' && g === 'apidiscovery.k8s.io' && as === 'APIGroupDiscoveryList') {
      if (v === 'v2' || v === 'v2beta1') {
        return v;
      }
    }
  }
  return null;
}

export function aggregatedContentType(version: AggregatedVersion): string {
  return `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
}

/** Everything under `/api` or `/apis` at once (apidiscovery.k8s.io APIGroupDiscoveryList). */
export function groupDiscoveryList(groups: readonly ServedGroup[], version: AggregatedVersion): unknown {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(({ group, versions }) => ({
      metadata: group === '' ? {} : { name: group },
      versions: versions.map(versionOf),
    })),
  };
}

function versionOf({ version, resources }: ServedVersion): unknown {
  return { version, resources: resources.map(resourceOf), freshness: 'Current' };
}

function resourceOf(resource: ServedResource): unknown {
  const { group, version, kind, plural, singular, namespaced, verbs, shortNames, categories, subresources } = resource;
  const responseKind = { group, version, kind };
  return {
    resource: plural,
    responseKind,
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(subresources.length > 0
      ? {
          subresources: subresources.map((subresource) => ({
            subresource: subresource.name,
            responseKind,
            verbs: subresource.verbs,
          })),
        }
      : {}),
  };
}
