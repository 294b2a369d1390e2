import type { FieldError } from '#lib/domain/error/portal-error.ts';

/** Those that `known` does not hold already. */
export function unknownErrors(errors: readonly FieldError[], known: readonly FieldError[]): FieldError[] {
  const seen = new Set(known.map(({ path, message }) => `${path}\n${message}`));
  return errors.filter(({ path, message }) => !seen.has(`${path}\n${message}`));
}

/** The first message for each field. */
export function firstByPath(errors: readonly FieldError[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const { path, message } of errors) {
    if (!first.has(path)) {
      first.set(path, message);
    }
  }
  return first;
}

/** Whether an error belongs to one of the fields or to something inside them, such as an item of a list that has no field. */
export function isUnder(path: string, fields: ReadonlySet<string>): boolean {
  let current = path;
  while (current !== '') {
    if (fields.has(current)) {
      return true;
    }
    current = current.slice(0, Math.max(0, current.lastIndexOf('.')));
  }
  return false;
}

/** The field among those shown where an error can be mended: its own, or the nearest one around it; '' for none. */
export function nearestField(path: string, fields: ReadonlySet<string>): string {
  let current = path;
  while (current !== '' && !fields.has(current)) {
    current = current.slice(0, Math.max(0, current.lastIndexOf('.')));
  }
  return current;
}
