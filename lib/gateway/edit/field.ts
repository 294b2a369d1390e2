import type { ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { isRecord } from '#lib/domain/manifest/manifest.ts';

/** Where a field is, and what stands there; `undefined` where there is nothing yet. */
export type Field = { path: ManifestPath; value: unknown };

const MOST_STEPS = 30;
/** Mappings whose keys may hold dots and whose values are always texts. */
const TEXT_MAPS = new Set(['annotations', 'labels', 'matchLabels', 'nodeSelector', 'data', 'limits', 'requests']);

/**
 * Finds a field by the path that people and models write: `spec.replicas`, `spec.template.spec.containers[0].image`,
 * `containers[web].env[LOG_LEVEL].value`, `metadata.annotations["example.com/owner"]`. In brackets stands the place in a list, the
 * name of an entry, or `+` for one more. What it does not understand it says in a sentence.
 */
export function findField(root: unknown, text: string): Field | { problem: string } {
  let rest = text.trim().replace(/^[$.]+/, '');
  let field: Field = { path: [], value: root };
  for (let step = 0; rest !== ''; step += 1) {
    if (step >= MOST_STEPS) {
      return { problem: `"${text.slice(0, 80)}" leads too deep.` };
    }
    const taken = takeStep(rest, field);
    if (taken === null) {
      return {
        problem: `"${text.slice(0, 80)}" is no path of a field: write it as spec.template.spec.containers[0].image.`,
      };
    }
    const found = follow(field, taken.name);
    if ('problem' in found) {
      return { problem: `"${text.slice(0, 80)}" leads nowhere: ${found.problem}` };
    }
    field = found;
    rest = taken.rest;
  }
  return field.path.length === 0 ? { problem: 'A field has no name.' } : field;
}

/** The first step of a path and what is behind it; null where that is none. */
function takeStep(text: string, { path, value }: Field): { name: string; rest: string } | null {
  const bracket = /^\[\s*(?:"([^"\]]+)"|'([^'\]]+)'|([^"'[\]\s][^[\]]*?))\s*\]\.?/.exec(text);
  if (bracket !== null) {
    return { name: bracket[1] ?? bracket[2] ?? bracket[3] ?? '', rest: text.slice(bracket[0].length) };
  }
  // A key with dots in it, as annotations have: one that is there, or all that is left where keys are anybody's.
  const known = isRecord(value) ? Object.keys(value).filter((key) => startsWithKey(text, key)) : [];
  const longest = known.toSorted((a, b) => b.length - a.length)[0];
  const name = longest ?? (TEXT_MAPS.has(String(path.at(-1))) ? text : /^[^.[\]]+/.exec(text)?.[0]);
  return name === undefined ? null : { name, rest: text.slice(name.length).replace(/^\./, '') };
}

function startsWithKey(text: string, key: string): boolean {
  return key !== '' && text.startsWith(key) && ['', '.', '['].includes(text.charAt(key.length));
}

function follow({ path, value }: Field, name: string): Field | { problem: string } {
  if (Array.isArray(value)) {
    const index = placeIn(value, name);
    return typeof index === 'number' ? { path: [...path, index], value: value[index] } : index;
  }
  if ((value === undefined || value === null) && name === '+') {
    return { path: [...path, 0], value: undefined };
  }
  if (value !== undefined && value !== null && !isRecord(value)) {
    return { problem: `${String(path.at(-1))} holds a value and no fields.` };
  }
  if (['__proto__', 'constructor', 'prototype'].includes(name)) {
    return { problem: `there is no field ${name}.` };
  }
  return { path: [...path, name], value: isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined };
}

function placeIn(list: readonly unknown[], name: string): number | { problem: string } {
  if (name === '+') {
    return list.length;
  }
  if (/^\d{1,4}$/.test(name)) {
    return Number(name) < list.length
      ? Number(name)
      : { problem: `the list has ${list.length} entries, counted from 0.` };
  }
  const index = list.findIndex((entry) => isRecord(entry) && entry.name === name);
  const names = list.flatMap((entry) => (isRecord(entry) && typeof entry.name === 'string' ? [entry.name] : []));
  return index >= 0
    ? index
    : { problem: `the list has no entry ${name}. It has: ${names.join(', ').slice(0, 200) || 'none with a name'}.` };
}

/** Whether what stands there is a text whatever it looks like: `"8080"` of an environment variable, `"true"` of an annotation. */
export function isText({ path, value }: Field, isObject: boolean): boolean {
  const [parent, last] = [path.at(-2), path.at(-1)];
  const isOfEnvironment = last === 'value' && path.at(-3) === 'env';
  const isOfTexts = isObject && typeof last === 'string' && TEXT_MAPS.has(String(parent));
  return typeof value === 'string' || isOfEnvironment || isOfTexts;
}
