import { isRecord, type ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { compilePattern } from '#lib/domain/pattern/pattern.ts';
import { PatternError } from '#lib/domain/pattern/syntax.ts';
import type { FormPage } from '#lib/domain/template/template.ts';
import { textOf } from '#lib/domain/value/fields.ts';
import type { FieldReader } from './reader.ts';

const DEEPEST = 12;
const TYPES = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean', 'null']);

/** Reads `spec.parameters`: one page or a list of them. A page's own title and description head it; the rest is its schema. */
export function readPages(reader: FieldReader): FormPage[] {
  const path = ['spec', 'parameters'];
  const given = reader.at(path);
  if (given === undefined || given === null) {
    return [];
  }
  const list = Array.isArray(given) ? given : [given];
  return list.flatMap((page, index) => {
    const at: ManifestPath = Array.isArray(given) ? [...path, index] : path;
    if (!isRecord(page)) {
      reader.problem(at, 'a page of parameters must be a mapping with properties');
      return [];
    }
    checkSchema(reader, page, at, 0);
    const { title, description, ...schema } = page;
    return [
      { title: textOf(title, 200), description: textOf(description, 2_000), schema: { type: 'object', ...schema } },
    ];
  });
}

/** Finds what would only show when someone fills the form: shapes that are none, and patterns that cannot be used. */
function checkSchema(reader: FieldReader, schema: unknown, path: ManifestPath, depth: number): void {
  if (!isRecord(schema) || depth > DEEPEST) {
    reader.problem(path, depth > DEEPEST ? 'the schema is nested too deeply' : 'a schema must be a mapping');
    return;
  }
  checkShape(reader, schema, path);
  for (const key of ['properties', 'dependencies', 'definitions']) {
    for (const [name, inner] of Object.entries(isRecord(schema[key]) ? schema[key] : {})) {
      if (!(key === 'dependencies' && Array.isArray(inner))) {
        checkSchema(reader, inner, [...path, key, name], depth + 1);
      }
    }
  }
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    for (const [index, inner] of (Array.isArray(schema[key]) ? schema[key] : []).entries()) {
      checkSchema(reader, inner, [...path, key, index], depth + 1);
    }
  }
  for (const key of ['items', 'not', 'if', 'then', 'else']) {
    if (schema[key] !== undefined) {
      checkSchema(reader, schema[key], [...path, key], depth + 1);
    }
  }
}

function checkShape(reader: FieldReader, schema: Record<string, unknown>, path: ManifestPath): void {
  const { type, pattern, required, properties } = schema;
  for (const each of type === undefined ? [] : [type].flat()) {
    if (typeof each !== 'string' || !TYPES.has(each)) {
      reader.problem([...path, 'type'], `"${String(each)}" is no type; use one of ${[...TYPES].join(', ')}`);
    }
  }
  if (required !== undefined && !(Array.isArray(required) && required.every((name) => typeof name === 'string'))) {
    reader.problem([...path, 'required'], 'required must be a list of names');
  }
  for (const key of ['properties', 'dependencies', 'definitions']) {
    if (schema[key] !== undefined && !isRecord(schema[key])) {
      reader.problem([...path, key], `${key} must be a mapping of fields`);
    }
  }
  if (isRecord(properties) && Array.isArray(required)) {
    for (const name of required.filter((each) => !Object.hasOwn(properties, String(each)))) {
      reader.problem([...path, 'required'], `"${String(name)}" is required and has no entry in properties`);
    }
  }
  if (pattern !== undefined) {
    checkPattern(reader, pattern, [...path, 'pattern']);
  }
}

function checkPattern(reader: FieldReader, pattern: unknown, path: ManifestPath): void {
  try {
    compilePattern(typeof pattern === 'string' ? pattern : '(');
  } catch (error) {
    if (!(error instanceof PatternError)) {
      throw error;
    }
    reader.problem(path, `the pattern cannot be used: ${error.message}`);
  }
}
