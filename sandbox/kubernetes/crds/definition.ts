import type { KubeObject, PrinterColumn, ResourceType } from '../object.ts';

type CrdVersion = {
  name?: string;
  served?: boolean;
  storage?: boolean;
  subresources?: { status?: unknown };
  additionalPrinterColumns?: PrinterColumn[];
  selectableFields?: { jsonPath: string }[];
};

type CrdSpec = {
  group?: string;
  scope?: string;
  names?: { plural?: string; singular?: string; kind?: string; shortNames?: string[]; categories?: string[] };
  versions?: CrdVersion[];
};

/** A CustomResourceDefinition that makes the server serve a kind, accepting any content. */
export function definitionOf(type: ResourceType): KubeObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${type.plural}.${type.group}` },
    spec: {
      group: type.group,
      scope: type.namespaced ? 'Namespaced' : 'Cluster',
      names: {
        plural: type.plural,
        singular: type.singular,
        kind: type.kind,
        listKind: `${type.kind}List`,
        ...(type.shortNames.length > 0 ? { shortNames: type.shortNames } : {}),
        ...(type.categories === undefined ? {} : { categories: type.categories }),
      },
      versions: [
        {
          name: type.version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          ...(type.hasStatus ? { subresources: { status: {} } } : {}),
          ...(type.printerColumns === undefined ? {} : { additionalPrinterColumns: type.printerColumns }),
          ...(type.selectableFields === undefined
            ? {}
            : { selectableFields: type.selectableFields.map((jsonPath) => ({ jsonPath })) }),
        },
      ],
      conversion: { strategy: 'None' },
    },
  };
}

/** The kinds a CustomResourceDefinition makes the server serve, one for each served version. */
export function typesOf(definition: KubeObject): ResourceType[] {
  const { group = '', scope, names = {}, versions = [] } = (definition.spec ?? {}) as CrdSpec;
  const { plural = '', kind = '' } = names;
  return versions
    .filter((version) => version.served !== false)
    .map((version) => ({
      group,
      version: version.name ?? '',
      kind,
      plural,
      singular: names.singular ?? kind.toLowerCase(),
      shortNames: names.shortNames ?? [],
      namespaced: scope !== 'Cluster',
      hasStatus: version.subresources?.status !== undefined,
      isCustom: true,
      ...(names.categories === undefined ? {} : { categories: names.categories }),
      ...(version.additionalPrinterColumns === undefined ? {} : { printerColumns: version.additionalPrinterColumns }),
      ...(version.selectableFields === undefined
        ? {}
        : { selectableFields: version.selectableFields.map(({ jsonPath }) => jsonPath) }),
    }));
}

/** The same definition as the server leaves it: with the finalizer that clears its objects away and its conditions. */
export function establishedDefinition(definition: KubeObject, now: string): KubeObject {
  const spec = (definition.spec ?? {}) as CrdSpec;
  const stored = (spec.versions ?? []).filter((version) => version.storage === true).map(({ name }) => name);
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'True',
    lastTransitionTime: now,
    reason,
    message,
  });
  return {
    ...definition,
    metadata: {
      ...definition.metadata,
      finalizers: [...new Set([...(definition.metadata.finalizers ?? []), CLEANUP_FINALIZER])],
    },
    status: {
      acceptedNames: spec.names,
      conditions: [
        condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
        condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
      ],
      storedVersions: stored,
    },
  };
}

/** Held by a definition until its objects are gone. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

export function isEstablished(definition: KubeObject): boolean {
  const { conditions } = (definition.status ?? {}) as { conditions?: { type?: string; status?: string }[] };
  return (conditions ?? []).some(({ type, status }) => type === 'Established' && status === 'True');
}
