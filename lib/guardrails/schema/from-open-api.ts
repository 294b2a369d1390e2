import type { Schema } from '#lib/domain/json-schema/schema.ts';
import { isObject } from '#lib/domain/json-schema/value-checks.ts';
import type { SchemaBundle } from './bundle.ts';
import { mapReferences, POINTER } from './open-api.ts';

/**
 * Takes in what a cluster answers at `/openapi/v3/<group version>`: built-in kinds and those of CRDs. What is not shaped like
 * a schema is left out, so that a strange answer costs the check of one kind and not of all.
 */
export function fromOpenApi(documents: readonly unknown[], description: string): SchemaBundle {
  const bundle: SchemaBundle = { description, definitions: {}, kinds: {} };
  for (const document of documents) {
    const components = isObject(document) ? document.components : null;
    const schemas = isObject(components) ? components.schemas : null;
    for (const [name, schema] of Object.entries(isObject(schemas) ? schemas : {})) {
      if (isObject(schema) && name !== '__proto__') {
        bundle.definitions[name] = definitionOf(name, schema);
        for (const id of idsOf(schema['x-kubernetes-group-version-kind'])) {
          bundle.kinds[id] = name;
        }
      }
    }
  }
  return bundle;
}

function definitionOf(name: string, schema: Schema): Schema {
  if (name.endsWith('.pkg.api.resource.Quantity')) {
    return { format: 'quantity' };
  }
  if (name.endsWith('.pkg.util.intstr.IntOrString')) {
    return { 'x-kubernetes-int-or-string': true };
  }
  return mapReferences(schema, (pointer) => (pointer.startsWith(POINTER) ? pointer.slice(POINTER.length) : pointer));
}

/** `apps/v1/Deployment` for each group, version and kind that a definition says it is. DeleteOptions says it is of all. */
function idsOf(identities: unknown): string[] {
  if (!Array.isArray(identities) || identities.length !== 1) {
    return [];
  }
  const [identity] = identities;
  if (!isObject(identity)) {
    return [];
  }
  const { group, version, kind } = identity;
  return typeof version === 'string' && typeof kind === 'string'
    ? [`${typeof group === 'string' && group !== '' ? `${group}/` : ''}${version}/${kind}`]
    : [];
}
