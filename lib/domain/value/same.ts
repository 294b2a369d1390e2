/**
 * Whether two plain values (what JSON can hold, with undefined) mean the same. A field that is undefined equals one
 * that is missing, because both print the same. Identical objects cost nothing, so keep the old one when this is true.
 */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) {
    return true;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return Number.isNaN(a) && Number.isNaN(b);
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && sameItems(a, b);
  }
  return sameFields(a as Fields, b as Fields);
}

type Fields = Record<string, unknown>;

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) {
    return false;
  }
  for (let index = 0; index < a.length; index += 1) {
    if (!isSame(a[index], b[index])) {
      return false;
    }
  }
  return true;
}

function sameFields(a: Fields, b: Fields): boolean {
  for (const key in a) {
    if (a[key] !== b[key] && !isSame(a[key], b[key])) {
      return false;
    }
  }
  for (const key in b) {
    if (b[key] !== undefined && a[key] === undefined) {
      return false;
    }
  }
  return true;
}
