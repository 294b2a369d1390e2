import type { ManifestObject, ManifestPath } from '#lib/domain/manifest/manifest.ts';

/** A document of an application's files that may be changed: an object, or the values of a chart. */
export type EditablePart = {
  /** What it is called here: `Deployment/shop`, or the name of its file. No two have the same. */
  id: string;
  file: string;
  /** Its place among the documents of the file that are not empty. */
  document: number;
  value: unknown;
};

/** An object as it lies in a file, also one that a model is not shown. */
export type LocatedObject = { file: string; document: number; value: ManifestObject };

/** One value of a part; without `value` it is taken away. */
export type PartEdit = { part: string; file: string; document: number; path: ManifestPath; value?: unknown };
