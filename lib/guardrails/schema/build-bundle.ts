import { posix } from 'node:path';
import type { ParseResult } from 'oxc-parser';
import type { Schema } from '#lib/domain/json-schema/schema.ts';
import type { SchemaBundle } from './bundle.ts';
import { type Declaration, readDeclaration } from './declarations.ts';
import { MODEL_PACKAGES, type ModelPackage } from './definition-name.ts';
import { objectSchema, schemaOfType, type TypeContext } from './type-schema.ts';

/** A declaration file: its package, its path in it without `.d.ts`, its syntax, and whether its numbers may have fractions. */
export type DeclarationFile = { package: ModelPackage; path: string; syntax: ParseResult; fractions: boolean };

/** Types that a declaration cannot describe, as the API server's own documents do. */
const BY_HAND: Record<string, Schema> = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { 'x-kubernetes-int-or-string': true },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { format: 'quantity' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { type: 'string', format: 'date-time' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': { type: 'string', format: 'date-time' },
};

/** Alternatives between these are any JSON value: a declaration writes them as an interface without fields. */
const ANY_VALUE = /\.(?:JSON|JSONSchemaPropsOr[A-Za-z]+|RawExtension|FieldsV1|OptionalMap|OptionalArray)$/;

/** Turns declarations into one bundle of strict schemas. Throws when a file says something that is not understood. */
export function buildBundle(files: readonly DeclarationFile[], description: string): SchemaBundle {
  const declared = new Map<string, { file: DeclarationFile; declaration: Declaration }>();
  for (const file of files) {
    const declaration = readDeclaration(`${file.package.name}/${file.path}`, file.syntax);
    if (declaration !== null) {
      declared.set(file.package.definitionOf(file.path), { file, declaration });
    }
  }
  const bundle: SchemaBundle = { description, definitions: {}, kinds: {} };
  for (const [name, { file, declaration }] of [...declared].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const schema = BY_HAND[name] ?? (ANY_VALUE.test(name) ? {} : schemaOf(file, declaration, declared));
    bundle.definitions[name] = schema;
    const [apiVersion] = schema.properties?.apiVersion?.enum ?? [];
    const [kind] = schema.properties?.kind?.enum ?? [];
    if (typeof apiVersion === 'string' && typeof kind === 'string') {
      bundle.kinds[`${apiVersion}/${kind}`] = name;
    }
  }
  assertClosed(bundle);
  return bundle;
}

type Declared = ReadonlyMap<string, { file: DeclarationFile; declaration: Declaration }>;

function schemaOf(file: DeclarationFile, declaration: Declaration, declared: Declared): Schema {
  const context = typeContext(file, declaration);
  if (declaration.body.kind === 'alias') {
    return schemaOfType(declaration.body.type, context);
  }
  const schema = objectSchema(declaration.body.members, context);
  for (const parent of declaration.body.parents.filter((name) => name !== 'TypeMeta')) {
    const found = declared.get(context.definitionOf(parent));
    const inherited = found === undefined ? {} : schemaOf(found.file, found.declaration, declared);
    if (inherited.properties !== undefined) {
      schema.properties = { ...inherited.properties, ...schema.properties };
      schema.required = [...new Set([...(inherited.required ?? []), ...(schema.required ?? [])])];
      delete schema['x-kubernetes-preserve-unknown-fields'];
    }
  }
  return schema;
}

function typeContext(file: DeclarationFile, declaration: Declaration): TypeContext {
  const where = `${file.package.name}/${file.path}`;
  return {
    file: where,
    number: file.fractions ? 'number' : 'integer',
    definitionOf(name) {
      const module = declaration.imports.get(name);
      if (module === undefined) {
        // A type that mentions itself, as JSONSchemaProps does.
        return file.package.definitionOf(file.path);
      }
      const path = module.replace(/\.js$/, '');
      if (path.startsWith('.')) {
        return file.package.definitionOf(posix.join(posix.dirname(file.path), path));
      }
      const from = MODEL_PACKAGES.find((candidate) => path.startsWith(`${candidate.name}/`));
      if (from === undefined) {
        throw new Error(`${where}: ${module} is not a package of models`);
      }
      return from.definitionOf(path.slice(from.name.length + 1));
    },
  };
}

/** A reference into nothing would let everything pass. */
function assertClosed(bundle: SchemaBundle): void {
  const text = JSON.stringify(bundle.definitions);
  for (const [, name = ''] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
    if (bundle.definitions[name] === undefined) {
      throw new Error(`the definition ${name} is referred to and missing`);
    }
  }
}
