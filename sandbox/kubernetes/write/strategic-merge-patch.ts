import { isObject } from '../api/json-shape.ts';
import { isSameJson } from '../storage/same-json.ts';
import { define } from './merge-patch.ts';

/** The fields lists are merged by, as the patchMergeKey tags of the built-in types have it; other lists are replaced. */
const MERGE_KEYS: Record<string, string> = {
  addresses: 'type',
  conditions: 'type',
  containers: 'name',
  env: 'name',
  ephemeralContainers: 'name',
  hostAliases: 'ip',
  imagePullSecrets: 'name',
  initContainers: 'name',
  ownerReferences: 'uid',
  podIPs: 'ip',
  secrets: 'name',
  taints: 'key',
  topologySpreadConstraints: 'topologyKey',
  volumeDevices: 'devicePath',
  volumeMounts: 'mountPath',
  volumes: 'name',
};

/** Lists of plain values that are joined instead of replaced. */
const JOINED = new Set(['finalizers']);

const DELETE_PRIMITIVES = '$deleteFromPrimitiveList/';
const ELEMENT_ORDER = '$setElementOrder/';

/**
 * Kubernetes' own patch of its built-in types: as a merge patch, but lists whose elements have a key are merged element
 * by element. Knows `$patch: delete`, `$patch: replace`, `$deleteFromPrimitiveList` and `$retainKeys`; the order that
 * `$setElementOrder` asks for is kept as stored, new elements last.
 */
export function applyStrategicMerge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) {
    return patch;
  }
  const { $patch: directive, $retainKeys: retained, ...fields } = patch;
  if (directive === 'delete') {
    return undefined;
  }
  const isReplacing = directive === 'replace' || !isObject(target);
  const result: Record<string, unknown> = isReplacing ? {} : retain(target, retained);
  for (const [key, value] of Object.entries(fields)) {
    if (key.startsWith(DELETE_PRIMITIVES)) {
      const name = key.slice(DELETE_PRIMITIVES.length);
      define(result, name, without(result[name], value));
    } else if (!key.startsWith(ELEMENT_ORDER)) {
      mergeField(result, key, value);
    }
  }
  return result;
}

function retain(target: Record<string, unknown>, keys: unknown): Record<string, unknown> {
  return Array.isArray(keys)
    ? Object.fromEntries(Object.entries(target).filter(([key]) => keys.includes(key)))
    : { ...target };
}

function without(list: unknown, removed: unknown): unknown {
  return Array.isArray(list) && Array.isArray(removed)
    ? list.filter((element) => !removed.some((other) => isSameJson(element, other)))
    : list;
}

function mergeField(result: Record<string, unknown>, key: string, value: unknown): void {
  const merged = Array.isArray(value) ? mergeLists(key, result[key], value) : applyStrategicMerge(result[key], value);
  if (merged === null || merged === undefined) {
    delete result[key];
  } else {
    define(result, key, merged);
  }
}

function mergeLists(name: string, target: unknown, patch: unknown[]): unknown[] {
  const stored = Array.isArray(target) ? target : [];
  if (JOINED.has(name)) {
    return [...new Set([...stored, ...patch])];
  }
  const key = mergeKeyOf(name, [...stored, ...patch]);
  if (key === undefined) {
    return patch.map((element) => applyStrategicMerge(undefined, element));
  }
  const isReplacing = patch.some((element) => isObject(element) && element.$patch === 'replace');
  const merged = isReplacing ? [] : [...stored];
  for (const element of patch) {
    mergeElement(merged, key, element);
  }
  return merged;
}

function mergeElement(list: unknown[], key: string, element: unknown): void {
  const keyOf = (value: unknown) => (isObject(value) ? value[key] : undefined);
  if (keyOf(element) === undefined) {
    // The bare `$patch: replace` that empties the list is no element of it.
    return;
  }
  const index = list.findIndex((stored) => keyOf(stored) === keyOf(element));
  const next = applyStrategicMerge(index < 0 ? undefined : list[index], element);
  const replacement = next === undefined ? [] : [next];
  list.splice(index < 0 ? list.length : index, index < 0 ? 0 : 1, ...replacement);
}

/** `ports` is the one name with two keys: containers have a containerPort, services a port. */
function mergeKeyOf(name: string, elements: readonly unknown[]): string | undefined {
  if (name !== 'ports') {
    return Object.hasOwn(MERGE_KEYS, name) ? MERGE_KEYS[name] : undefined;
  }
  const isOfContainers = elements.some((element) => isObject(element) && element.containerPort !== undefined);
  return isOfContainers ? 'containerPort' : 'port';
}
