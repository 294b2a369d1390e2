/** A place in a parsed document: object keys and list indexes from the root. */
export type ManifestPath = readonly (string | number)[];

/** One YAML document of a file, as plain JSON values that are still unchecked. */
export type ManifestDocument = {
  value: unknown;
  /** The line (from 1) of the value at this path in its file; of the nearest parent where the value is absent. */
  lineOf(path: ManifestPath): number;
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

/** Narrows a document's value to something that names itself as a Kubernetes object does. */
export function isManifestObject(value: unknown): value is ManifestObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const { apiVersion, kind, metadata } = value as Record<string, unknown>;
  return (
    typeof apiVersion === 'string' &&
    typeof kind === 'string' &&
    typeof metadata === 'object' &&
    metadata !== null &&
    typeof (metadata as Record<string, unknown>).name === 'string'
  );
}
