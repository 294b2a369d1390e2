/** What a form holds: plain JSON by the names of the fields. */
export type FormValues = Readonly<Record<string, unknown>>;

/** The way to a value: names of fields and places in lists. */
export type Keys = readonly (string | number)[];

/** `['env', 0, 'name']` → `env.0.name`, as errors name fields. */
export function pathOf(keys: Keys): string {
  return keys.join('.');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a place; undefined where nothing is. */
export function valueAt(values: unknown, keys: Keys): unknown {
  let current = values;
  for (const key of keys) {
    if (Array.isArray(current) && typeof key === 'number') {
      current = current[key];
    } else if (isRecord(current) && Object.hasOwn(current, key)) {
      current = current[key];
    } else {
      return undefined;
    }
  }
  return current;
}

function withKey(values: unknown, [key, ...rest]: Keys, next: unknown): unknown {
  if (key === undefined) {
    return next;
  }
  if (typeof key === 'number') {
    const items: unknown[] = Array.isArray(values) ? [...values] : [];
    items[key] = withKey(items[key], rest, next);
    return items;
  }
  const fields = isRecord(values) ? values : {};
  const inner = withKey(Object.hasOwn(fields, key) ? fields[key] : undefined, rest, next);
  return Object.fromEntries(
    [
      ...Object.entries(fields).map(([name, value]) => [name, name === key ? inner : value]),
      ...(Object.hasOwn(fields, key) ? [] : [[key, inner]]),
    ].filter(([, value]) => value !== undefined),
  );
}

/** The values with another one at a place; undefined takes the field away. Nothing given is changed. */
export function withValueAt(values: FormValues, keys: Keys, next: unknown): FormValues {
  const changed = withKey(values, keys, next);
  return isRecord(changed) ? changed : {};
}

/** The items at a place; none where there is no list. */
export function itemsAt(values: FormValues, keys: Keys): readonly unknown[] {
  const items = valueAt(values, keys);
  return Array.isArray(items) ? items : [];
}

/** A list with one item moved to another place. */
export function movedItem(items: readonly unknown[], from: number, to: number): unknown[] {
  const rest = items.toSpliced(from, 1);
  return rest.toSpliced(Math.min(Math.max(to, 0), rest.length), 0, items[from]);
}
