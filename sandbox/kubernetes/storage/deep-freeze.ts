/**
 * Freezes a value of plain objects and arrays all the way down. What is frozen already is taken to be so throughout,
 * which makes this cheap for an object that shares most of its parts with an earlier version of itself.
 */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) {
    return value;
  }
  Object.freeze(value);
  for (const child of Object.values(value)) {
    deepFreeze(child);
  }
  return value;
}
