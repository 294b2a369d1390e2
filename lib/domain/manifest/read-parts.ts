import { buildValue } from './build-value.ts';
import { YAML_LIMITS } from './limits.ts';
import type { ManifestProblem } from './manifest.ts';
import { readDocuments } from './read-documents.ts';

/** The documents of a file that are not empty, as plain values in their order; lists of objects stay lists. Never throws. */
export function readParts(file: string): { parts: unknown[]; problems: ManifestProblem[] } {
  const read = readDocuments(file, YAML_LIMITS);
  const problems = [...read.problems];
  const parts: unknown[] = [];
  for (const document of read.documents) {
    if (document.contents !== null) {
      const built = buildValue(document, read.lineAt, YAML_LIMITS);
      problems.push(...built.problems);
      parts.push(built.value);
    }
  }
  return { parts, problems };
}
