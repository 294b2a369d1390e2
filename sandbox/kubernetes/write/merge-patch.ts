import { isObject } from '../api/json-shape.ts';

/** RFC 7386: what the patch names is replaced, objects field by field, and null takes a field away. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) {
    return patch;
  }
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      define(result, key, applyMergePatch(result[key], value));
    }
  }
  return result;
}

/** Sets a field of any name: `__proto__` in hostile text is a field like any other. */
export function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
