import { isRecord, type ManifestDocument, type ManifestPath } from '#lib/domain/manifest/manifest.ts';
import type { TemplateProblem } from '#lib/domain/template/template.ts';

/** A file of a template that is read field by field, gathering every problem with its line instead of stopping at the first. */
export type FieldReader = {
  at(path: ManifestPath): unknown;
  /** A text that must be there. */
  text(path: ManifestPath, what: string): string;
  /** A text that may be left out. */
  optionalText(path: ManifestPath): string;
  record(path: ManifestPath): Record<string, unknown>;
  problem(path: ManifestPath, message: string): void;
  readonly problems: TemplateProblem[];
};

export function createFieldReader(file: string, document: ManifestDocument): FieldReader {
  const problems: TemplateProblem[] = [];
  const problem = (path: ManifestPath, message: string) => {
    problems.push({ file, line: document.lineOf(path), message });
  };
  const at = (path: ManifestPath) =>
    path.reduce<unknown>((value, step) => {
      if (Array.isArray(value)) {
        return value[Number(step)];
      }
      return isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    }, document.value);
  const optionalText = (path: ManifestPath) => {
    const value = at(path);
    if (value !== undefined && value !== null && typeof value !== 'string') {
      problem(path, `${path.join('.')} must be text`);
    }
    return typeof value === 'string' ? value : '';
  };
  return {
    at,
    problem,
    problems,
    optionalText,
    text(path, what) {
      const value = at(path);
      if (value === undefined || value === null || value === '') {
        problem(path, `${what} is missing: ${path.join('.')}`);
        return '';
      }
      return optionalText(path);
    },
    record(path) {
      const value = at(path);
      if (value !== undefined && value !== null && !isRecord(value)) {
        problem(path, `${path.join('.')} must be a mapping of fields`);
      }
      return isRecord(value) ? value : {};
    },
  };
}
