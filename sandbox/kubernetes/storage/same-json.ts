/** Whether two values are the same JSON: the order of keys does not matter, and an undefined field is an absent one. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) {
    return true;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return false;
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && sameElements(a, b);
  }
  return sameFields(a as Record<string, unknown>, b as Record<string, unknown>);
}

function sameElements(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((element, index) => isSameJson(element, b[index]));
}

function sameFields(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let count = 0;
  for (const key of Object.keys(a)) {
    if (a[key] !== undefined) {
      count += 1;
      if (!isSameJson(a[key], b[key])) {
        return false;
      }
    }
  }
  for (const key of Object.keys(b)) {
    count -= b[key] === undefined ? 0 : 1;
  }
  return count === 0;
}
