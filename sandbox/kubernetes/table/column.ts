import { readJsonPath } from '../api/json-path.ts';
import { objectsIn, shownText, textFieldsIn, textsIn } from '../api/json-shape.ts';
import type { KubeObject } from '../object.ts';
import { formatAge } from './duration.ts';

export type Cell = string | number | boolean | null;

/** A column of a table, with how its cell is made. */
export type Column = {
  name: string;
  type: string;
  format: string;
  description: string;
  /** Above 0 it shows only with `-o wide`. */
  priority: number;
  cell: (object: KubeObject, now: number) => Cell;
};

export function column(
  name: string,
  cell: Column['cell'],
  options: Partial<Omit<Column, 'name' | 'cell'>> = {},
): Column {
  return { name, type: 'string', format: '', description: '', priority: 0, ...options, cell };
}

/** A column that shows only with `-o wide`. */
export function wide(name: string, cell: Column['cell']): Column {
  return column(name, cell, { priority: 1 });
}

export const NAME: Column = column('Name', (object) => object.metadata.name, { format: 'name' });
export const AGE: Column = column('Age', (object, now) => formatAge(object.metadata.creationTimestamp, now));

/** The text at a path of the object; `empty` where there is none. */
export function textAt(object: KubeObject, path: string, empty = ''): string {
  return shownText(readJsonPath(object, path)[0]) || empty;
}

/** The number at a path of the object; 0 where there is none. */
export function numberAt(object: KubeObject, path: string): number {
  const value = readJsonPath(object, path)[0];
  return typeof value === 'number' ? value : 0;
}

/** The objects in the list at a path; none where there is no list. */
export function listAt(object: KubeObject, path: string): Record<string, unknown>[] {
  return objectsIn(readJsonPath(object, path)[0]);
}

/** The texts in the list at a path. */
export function textsAt(object: KubeObject, path: string): string[] {
  return textsIn(readJsonPath(object, path)[0]);
}

/** Comma-separated as kubectl shows lists, `<none>` for an empty one. */
export function joined(values: readonly unknown[]): string {
  return values.length === 0 ? '<none>' : values.map(shownText).join(',');
}

/** `a=b,c=d` in order of keys; `<none>` without any. */
export function labelText(labels: unknown): string {
  return joined(
    Object.entries(textFieldsIn(labels))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${key}=${value}`),
  );
}
