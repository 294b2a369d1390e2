import type { Schema } from '#lib/domain/json-schema/schema.ts';
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
    schemas[name] = mapReferences(bundle.definitions[name] ?? {}, (target) => `${POINTER}${target}`);
  }
  for (const [kind, definition] of kinds) {
    schemas[definition] = { ...schemas[definition], 'x-kubernetes-group-version-kind': [{ group, version, kind }] };
  }
  const info = { title: 'Kubernetes', version: 'unversioned' };
  return { openapi: '3.0.0', info, paths: {}, components: { schemas } };
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

/** The same schema with every reference renamed. */
export function mapReferences(schema: Schema, rename: (target: string) => string): Schema {
  const one = (inner: Schema) => mapReferences(inner, rename);
  const mapped: Schema = { ...schema };
  if (schema.$ref !== undefined) {
    mapped.$ref = rename(schema.$ref);
  }
  if (schema.properties !== undefined) {
    mapped.properties = Object.fromEntries(Object.entries(schema.properties).map(([key, inner]) => [key, one(inner)]));
  }
  if (typeof schema.additionalProperties === 'object') {
    mapped.additionalProperties = one(schema.additionalProperties);
  }
  if (schema.items !== undefined) {
    mapped.items = one(schema.items);
  }
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const) {
    const inner = schema[key];
    if (inner !== undefined) {
      mapped[key] = inner.map(one);
    }
  }
  return mapped;
}
