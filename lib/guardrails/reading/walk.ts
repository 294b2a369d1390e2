import { isRecord, type ManifestPath } from '#lib/domain/manifest/manifest.ts';

export type Visit = { path: ManifestPath; value: unknown; key: string; parent: Record<string, unknown> | null };

/** Visits every value of a document, parents before children. `key` is the nearest field name above a list's items. */
export function* walkValues(
  value: unknown,
  path: ManifestPath = [],
  key = '',
  parent: Visit['parent'] = null,
): Generator<Visit> {
  yield { path, value, key, parent };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* walkValues(item, [...path, index], key, null);
    }
  } else if (isRecord(value)) {
    for (const [name, item] of Object.entries(value)) {
      yield* walkValues(item, [...path, name], name, value);
    }
  }
}
