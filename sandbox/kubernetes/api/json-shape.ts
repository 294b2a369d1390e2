/** Reading JSON of which nothing may be assumed: what is not of the shape asked for is as if it were not there. */

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectIn(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** The objects of a list. */
export function objectsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts of a list. */
export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === 'string') : [];
}

/** The text fields of an object. */
export function textFieldsIn(value: unknown): Record<string, string> {
  const entries = Object.entries(objectIn(value));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Any value as people read it: text as it is, objects as JSON, nothing for nothing. */
export function shownText(value: unknown): string {
  if (value === undefined || value === null) {
    return '';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
