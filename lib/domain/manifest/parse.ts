import { buildValue } from './build-value.ts';
import { YAML_LIMITS, type YamlLimits } from './limits.ts';
import { lineOfPath } from './locate.ts';
import type { ManifestDocument, ManifestProblem, ParsedManifest } from './manifest.ts';
import { readDocuments } from './read-documents.ts';
import { unwrapLists } from './unwrap-lists.ts';

/**
 * Reads a file of YAML or JSON as the cluster would see it: every document, lists unwrapped, empty documents left
 * out. What cannot be read is a problem with its line. Never throws, and stops at the limits however hostile the text is.
 */
export function parseManifest(text: string, limits: YamlLimits = YAML_LIMITS): ParsedManifest {
  const read = readDocuments(text, limits);
  const problems: ManifestProblem[] = [...read.problems];
  const documents: ManifestDocument[] = [];
  for (const document of read.documents) {
    const built = buildValue(document, read.lineAt, limits);
    problems.push(...built.problems);
    if (document.contents !== null && built.value !== null) {
      documents.push(
        ...unwrapLists({
          value: built.value,
          lineOf: (path) => lineOfPath(document.contents, path, built.targets, read.lineAt),
          ambiguous: built.ambiguous,
        }),
      );
    }
  }
  return { documents, problems: problems.sort((a, b) => a.line - b.line).slice(0, limits.problems) };
}
