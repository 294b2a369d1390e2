import type { ObjectDifference } from '#lib/domain/application/difference.ts';
import { type ObjectKey, objectId } from '#lib/domain/application/live-tree.ts';
import { writeYaml } from '#lib/domain/manifest/write-yaml.ts';
import { type Fields, fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';
import { type ShownObject, shownObject } from './shown-object.ts';

/** Of a list that was asked for one object. */
const MOST_ITEMS = 10_000;
const LONGEST_YAML = 120_000;

/** The one object among an answer to `managed-resources` (v1alpha1.ResourceDiff); null where it is not in it. */
export function toDifference(body: Fields, key: ObjectKey): ObjectDifference | null {
  const wanted = objectId(key);
  const found = itemsOf(body.items, MOST_ITEMS)
    .map(fieldsOf)
    .find((item) => objectId(keyOf(item)) === wanted);
  if (found === undefined) {
    return null;
  }
  // What the two differ in by the engine's own rules: fields that it was told to ignore are the same in both.
  const live = stateOf(found.normalizedLiveState) ?? stateOf(found.liveState);
  const target = stateOf(found.targetState) === null ? null : stateOf(found.predictedLiveState);
  return toYaml(show(live, key.kind), show(target ?? stateOf(found.targetState), key.kind));
}

function keyOf(item: Fields): ObjectKey {
  const { group, kind, namespace, name } = item;
  return { group: textOf(group), kind: textOf(kind), namespace: textOf(namespace), name: textOf(name) };
}

/** States come as JSON in a text, and `null` where there is none. */
function stateOf(text: unknown): Fields | null {
  if (typeof text !== 'string' || text === '') {
    return null;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? fieldsOf(value) : null;
  } catch {
    // Cut off or no JSON: it is not known, as if it had not come.
    return null;
  }
}

function show(object: Fields | null, kind: string): ShownObject | null {
  return object === null ? null : shownObject(object, kind);
}

function toYaml(live: ShownObject | null, wanted: ShownObject | null): ObjectDifference {
  const texts = [live, wanted].map((one) => (one === null ? null : writeYaml(one.value)));
  const [one = null, other = null] = texts;
  const isLong = texts.some((text) => text !== null && text.length > LONGEST_YAML);
  return {
    live: cut(one),
    wanted: cut(other),
    isHidden: live?.isHidden === true || wanted?.isHidden === true,
    isCut: isLong || live?.isCut === true || wanted?.isCut === true,
  };
}

/** At the end of a line. */
function cut(text: string | null): string | null {
  return text === null || text.length <= LONGEST_YAML
    ? text
    : text.slice(0, text.lastIndexOf('\n', LONGEST_YAML) + 1).toWellFormed();
}
