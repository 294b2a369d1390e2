import { apiVersionOf, type ResourceType } from '../object.ts';
import type { OpenApiDocument } from './openapi-document.ts';

const FIELD_VALIDATION = { name: 'fieldValidation', in: 'query', schema: { type: 'string', uniqueItems: true } };

/**
 * The document with a path for each kind of its group and version where it has none. `kubectl explain` finds a kind's
 * schema through them, and `kubectl apply` whether the server looks at unknown fields itself.
 */
export function withPaths(
  groupVersion: string,
  document: OpenApiDocument,
  types: readonly ResourceType[],
): OpenApiDocument {
  if (document.paths !== undefined) {
    return document;
  }
  const own = types.filter((type) => apiVersionOf(type) === groupVersion);
  const kinds = own.map(({ plural }) => plural).join();
  const known = completed.get(document);
  if (known?.kinds === kinds) {
    return known.document;
  }
  const made = { ...document, paths: Object.fromEntries(own.map((type) => [pathOf(type), operationsOf(type)])) };
  completed.set(document, { kinds, document: made });
  return made;
}

/** Kept while the kinds are the same, so that the hash of a document is worked out once. */
const completed = new WeakMap<OpenApiDocument, { kinds: string; document: OpenApiDocument }>();

function pathOf({ group, version, plural, namespaced }: ResourceType): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${root}/${namespaced ? 'namespaces/{namespace}/' : ''}${plural}/{name}`;
}

function operationsOf({ group, version, kind }: ResourceType): unknown {
  const meaning = { 'x-kubernetes-group-version-kind': { group, version, kind } };
  const responses = { 200: { description: 'OK' } };
  return {
    get: { ...meaning, 'x-kubernetes-action': 'get', responses },
    put: { ...meaning, 'x-kubernetes-action': 'put', parameters: [FIELD_VALIDATION], responses },
    patch: { ...meaning, 'x-kubernetes-action': 'patch', parameters: [FIELD_VALIDATION], responses },
    delete: { ...meaning, 'x-kubernetes-action': 'delete', responses },
  };
}
