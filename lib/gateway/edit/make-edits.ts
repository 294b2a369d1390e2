import { valueWith } from '#lib/domain/manifest/edit-value.ts';
import type { ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { isManifestObject, isRecord } from '#lib/domain/manifest/manifest.ts';
import { readParts } from '#lib/domain/manifest/read-parts.ts';
import { fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { type Field, findField, isText } from './field.ts';
import type { EditablePart, PartEdit } from './part.ts';

export const MOST_EDITS = 20;

/** What an object is and where it belongs is not a model's to change: another name is another object. */
const FIXED: readonly ManifestPath[] = [
  ['apiVersion'],
  ['kind'],
  ['metadata', 'name'],
  ['metadata', 'namespace'],
  ['metadata', 'ownerReferences'],
  ['metadata', 'finalizers'],
  ['status'],
  // Whatever has these is a list, of which each entry is an object.
  ['items'],
];
/** Annotations in which the portal says where an object comes from; all of them at once would hold these. */
const OWN = /^portolan\//;

/**
 * The edits that a model named, each at a place that there is, with a value of the kind that belongs there. What cannot be
 * done is a sentence that the model is told.
 * @param answer of the shape that was asked for
 */
export function makeEdits(
  answer: Readonly<Record<string, unknown>>,
  parts: readonly EditablePart[],
): { edits: PartEdit[] } | { problem: string } {
  const values = new Map(parts.map(({ id, value }) => [id, value]));
  const edits: PartEdit[] = [];
  const problems: string[] = [];
  for (const entry of itemsOf(answer.edits, MOST_EDITS)) {
    const { object, field: name, to, action } = fieldsOf(entry);
    const part = parts.find(({ id }) => id === object);
    if (part === undefined) {
      problems.push(`- There is no ${String(object).slice(0, 80)}.`);
      continue;
    }
    const made = makeEdit(values.get(part.id), String(name), action === 'remove' ? undefined : String(to ?? ''));
    if ('problem' in made) {
      problems.push(`- ${part.id}: ${made.problem}`);
      continue;
    }
    values.set(part.id, valueWith(values.get(part.id), made.path, made.value));
    edits.push({ part: part.id, file: part.file, document: part.document, ...made });
  }
  if (problems.length > 0) {
    return { problem: `These edits cannot be made:\n${problems.join('\n')}` };
  }
  return { edits };
}

type Made = { path: ManifestPath; value?: unknown } | { problem: string };

/** @param to as it was written; undefined to take the field away */
function makeEdit(root: unknown, name: string, to: string | undefined): Made {
  const field = findField(root, name);
  if ('problem' in field) {
    return field;
  }
  const { path, value: before } = field;
  if (
    isManifestObject(root) &&
    (FIXED.some((fixed) => isWithin(path, fixed) || isWithin(fixed, path)) || isOwn(path))
  ) {
    return { problem: `${name.slice(0, 80)} may not be changed.` };
  }
  if (to === undefined) {
    return before === undefined ? { problem: `${name.slice(0, 80)} is not there already.` } : { path };
  }
  const value = readValue(field, to, isManifestObject(root));
  if (isCollection(before) && !isCollection(value)) {
    const kind = Array.isArray(before)
      ? 'a list: one more entry is written with [+] behind its name'
      : 'fields: name one of them';
    return { problem: `${name.slice(0, 80)} holds ${kind}.` };
  }
  return JSON.stringify(value) === JSON.stringify(before)
    ? { problem: `${name.slice(0, 80)} is ${to.slice(0, 80)} already.` }
    : { path, value };
}

function isWithin(path: ManifestPath, parent: ManifestPath): boolean {
  return parent.every((step, index) => path[index] === step);
}

function isOwn(path: ManifestPath): boolean {
  const [top, kind, name] = path;
  return top === 'metadata' && kind === 'annotations' && (name === undefined || OWN.test(String(name)));
}

function isCollection(value: unknown): boolean {
  return Array.isArray(value) || isRecord(value);
}

/** Fields that hold a number or a text with another meaning: a port or its name, a count or a share. */
const NUMBER_OR_TEXT = new Set(['port', 'targetPort', 'maxUnavailable', 'maxSurge', 'minAvailable']);

/** What a model wrote, as YAML reads it where no text belongs. */
function readValue(field: Field, to: string, isObject: boolean): unknown {
  const { parts, problems } = readParts(to);
  const read = parts.length === 1 && problems.length === 0 ? parts[0] : to;
  if (!isText(field, isObject)) {
    return read;
  }
  if (typeof read === 'number' && NUMBER_OR_TEXT.has(String(field.path.at(-1)))) {
    return read;
  }
  // What was quoted, as YAML asks for, is meant without its quotes.
  return typeof read === 'string' && /^["']/.test(to.trim()) ? read : to;
}
