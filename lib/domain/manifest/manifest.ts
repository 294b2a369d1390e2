/** A place in a parsed document: object keys and list indexes from the root. */
export type ManifestPath = readonly (string | number)[];

/**
 * A plain scalar that YAML 1.1, which Kubernetes and Helm read, takes for something other than what stands here:
 * `yes` is true there and text here, `0644` is 420 there and 644 here.
 */
export type AmbiguousScalar = {
  path: ManifestPath;
  line: number;
  text: string;
  /** What the cluster makes of it: `true`, `the number 420`. */
  reading: string;
  /** Whether the cluster sees another type, and not only another number. */
  changesType: boolean;
};

/** One YAML document of a file, as plain JSON values that are still unchecked. */
export type ManifestDocument = {
  value: unknown;
  /** The line (from 1) where the value at this path is written: its key's or list item's; of the nearest parent where it is absent. */
  lineOf(path: ManifestPath): number;
  ambiguous: readonly AmbiguousScalar[];
};

/** Why a file could not be read as YAML, at its line (from 1). */
export type ManifestProblem = { line: number; message: string };

export type ParsedManifest = { documents: ManifestDocument[]; problems: ManifestProblem[] };

/** A Kubernetes object as far as every object is alike. */
export type ManifestObject = {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [key: string]: unknown;
};

/** Narrows to a mapping: what YAML and JSON call an object, never a list or null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Narrows a document's value to something that names itself as a Kubernetes object does. */
export function isManifestObject(value: unknown): value is ManifestObject {
  if (!isRecord(value)) {
    return false;
  }
  const { apiVersion, kind, metadata } = value;
  return (
    typeof apiVersion === 'string' &&
    typeof kind === 'string' &&
    isRecord(metadata) &&
    typeof metadata.name === 'string'
  );
}
