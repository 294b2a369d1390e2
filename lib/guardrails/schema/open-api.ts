import type { Schema } from '#lib/domain/json-schema/schema.ts';
import { isObject } from '#lib/domain/json-schema/value-checks.ts';
import type { SchemaBundle } from './bundle.ts';

type Components = Record<string, Schema & { 'x-kubernetes-group-version-kind'?: GroupVersionKind[] }>;
type GroupVersionKind = { group: string; version: string; kind: string };

/** What an API server answers at `/openapi/v3/<path>`, as far as schemas go. */
export type OpenApiDocument = {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, never>;
  components: { schemas: Components };
};

/** One document for each group version of a bundle, by its path: `api/v1`, `apis/apps/v1`. */
export function openApiDocuments(bundle: SchemaBundle): Map<string, OpenApiDocument> {
  const kindsByVersion = new Map<string, [kind: string, definition: string][]>();
  for (const [id, definition] of Object.entries(bundle.kinds)) {
    const at = id.lastIndexOf('/');
    const apiVersion = id.slice(0, at);
    const kinds = kindsByVersion.get(apiVersion) ?? [];
    kinds.push([id.slice(at + 1), definition]);
    kindsByVersion.set(apiVersion, kinds);
  }
  return new Map(
    [...kindsByVersion].map(([apiVersion, kinds]) => [
      apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`,
      documentOf(bundle, apiVersion, kinds),
    ]),
  );
}

function documentOf(bundle: SchemaBundle, apiVersion: string, kinds: [string, string][]): OpenApiDocument {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/', 2) : ['', apiVersion];
  const schemas: Components = {};
  for (const name of reachable(
    bundle,
    kinds.map(([, definition]) => definition),
  )) {
    schemas[name] = published(bundle.definitions[name] ?? {});
  }
  for (const [kind, definition] of kinds) {
    schemas[definition] = { ...schemas[definition], 'x-kubernetes-group-version-kind': [{ group, version, kind }] };
  }
  const info = { title: 'Kubernetes', version: 'unversioned' };
  return { openapi: '3.0.0', info, paths: {}, components: { schemas } };
}

/** The schema as an API server words it, with references that point into the document. */
function published(schema: Schema): Schema {
  return schema.format === 'quantity'
    ? { oneOf: [{ type: 'string' }, { type: 'number' }] }
    : mapReferences(schema, (target) => `${POINTER}${target}`);
}

/** How an OpenAPI document refers to one of its schemas. */
export const POINTER = '#/components/schemas/';

/** The definitions and everything that they refer to, in the order of their names. */
function reachable(bundle: SchemaBundle, roots: readonly string[]): string[] {
  const found = new Set<string>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (!found.has(name)) {
      found.add(name);
      mapReferences(bundle.definitions[name] ?? {}, (target) => {
        open.push(target);
        return target;
      });
    }
  }
  return [...found].sort();
}

/** The same schema with every reference renamed. What is not shaped like a schema stays as it is. */
export function mapReferences(schema: Schema, rename: (target: string) => string): Schema {
  const one = (inner: Schema): Schema => (isObject(inner) ? mapReferences(inner, rename) : inner);
  const mapped: Schema = { ...schema };
  if (typeof schema.$ref === 'string') {
    mapped.$ref = rename(schema.$ref);
  }
  if (isObject(schema.properties)) {
    mapped.properties = Object.fromEntries(Object.entries(schema.properties).map(([key, inner]) => [key, one(inner)]));
  }
  if (isObject(schema.additionalProperties)) {
    mapped.additionalProperties = one(schema.additionalProperties);
  }
  if (isObject(schema.items)) {
    mapped.items = one(schema.items);
  }
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const) {
    const inner = schema[key];
    if (Array.isArray(inner)) {
      mapped[key] = inner.map(one);
    }
  }
  return mapped;
}
