import type { Impact } from '#lib/domain/change/impact.ts';
import type { FieldError } from '#lib/domain/error/portal-error.ts';
import type { ChangedFile } from '#lib/domain/guardrail/guardrail.ts';
import type { GitOpsEngine } from '#lib/ports/gitops-engine.ts';

/**
 * What a new thing would collide with: files that git has already, with other content, and applications that the
 * engine knows already. Each is said at the field whose value names the thing.
 */
export function conflictsOf(
  files: readonly ChangedFile[],
  impact: Impact,
  values: Readonly<Record<string, unknown>>,
  engine: GitOpsEngine,
): FieldError[] {
  const taken = files.filter(({ before }) => before !== null).map(({ path }) => path);
  const known = impact.subjects
    .map(({ application }) => application)
    .filter((id) => engine.applications.get(id) !== undefined);
  const errors: FieldError[] = [];
  const [firstFile] = taken;
  const [firstApplication] = known;
  if (firstFile !== undefined) {
    const others = taken.length > 1 ? ` and ${taken.length - 1} more` : '';
    errors.push({
      path: fieldThatNames(firstFile.split(/[/.]/), values),
      message: `This name is taken: the repository already has ${firstFile}${others}.`,
    });
  } else if (firstApplication !== undefined) {
    errors.push({
      path: fieldThatNames(firstApplication.split('/'), values),
      message: `This name is taken: ${engine.name} already has the application ${firstApplication}.`,
    });
  }
  return errors;
}

/** The field whose value is one of the parts, '' when none is. */
function fieldThatNames(parts: readonly string[], values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values).find(([, value]) => typeof value === 'string' && parts.includes(value))?.[0] ?? '';
}
