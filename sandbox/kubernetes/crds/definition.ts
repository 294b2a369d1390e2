import { objectIn, objectsIn, textIn, textsIn } from '../api/json-shape.ts';
import type { KubeObject, PrinterColumn, ResourceType } from '../object.ts';

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

/**
 * The kinds a CustomResourceDefinition makes the server serve, one for each served version. None where it does not say
 * what it must, or goes by another name than its kind's.
 */
export function typesOf(definition: KubeObject): ResourceType[] {
  const spec = objectIn(definition.spec);
  const names = objectIn(spec.names);
  const [group, plural, kind] = [textIn(spec.group), textIn(names.plural), textIn(names.kind)];
  if (group === '' || kind === '' || plural === '' || definition.metadata.name !== `${plural}.${group}`) {
    return [];
  }
  return objectsIn(spec.versions)
    .filter((version) => version.served !== false && textIn(version.name) !== '')
    .map((version) => ({
      group,
      version: textIn(version.name),
      kind,
      plural,
      singular: textIn(names.singular) || kind.toLowerCase(),
      shortNames: textsIn(names.shortNames),
      namespaced: spec.scope !== 'Cluster',
      hasStatus: objectIn(version.subresources).status !== undefined,
      isCustom: true,
      ...(names.categories === undefined ? {} : { categories: textsIn(names.categories) }),
      ...(version.additionalPrinterColumns === undefined
        ? {}
        : { printerColumns: objectsIn(version.additionalPrinterColumns).flatMap(printerColumnOf) }),
      ...(version.selectableFields === undefined
        ? {}
        : { selectableFields: objectsIn(version.selectableFields).map(({ jsonPath }) => textIn(jsonPath)) }),
    }));
}

const COLUMN_TYPES = ['string', 'integer', 'number', 'boolean', 'date'] as const;

function printerColumnOf(declared: Record<string, unknown>): PrinterColumn[] {
  const type = COLUMN_TYPES.find((known) => known === declared.type);
  const [name, jsonPath] = [textIn(declared.name), textIn(declared.jsonPath)];
  if (type === undefined || name === '' || jsonPath === '') {
    return [];
  }
  const { description, format, priority } = declared;
  return [
    {
      name,
      type,
      jsonPath,
      ...(typeof description === 'string' ? { description } : {}),
      ...(typeof format === 'string' ? { format } : {}),
      ...(typeof priority === 'number' ? { priority } : {}),
    },
  ];
}

/** The same definition as the server leaves it: with the finalizer that clears its objects away and its conditions. */
export function establishedDefinition(definition: KubeObject, now: string): KubeObject {
  const spec = objectIn(definition.spec);
  const stored = objectsIn(spec.versions)
    .filter((version) => version.storage === true)
    .map(({ name }) => name);
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
  return objectsIn(objectIn(definition.status).conditions).some(
    ({ type, status }) => type === 'Established' && status === 'True',
  );
}
