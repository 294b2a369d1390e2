import type { FieldError } from '#lib/domain/error/portal-error.ts';
import { validateValue } from '#lib/domain/json-schema/validate.ts';
import type { FormPage, Template } from '#lib/domain/template/template.ts';
import { formOptions, holdsFor } from './options.ts';
import { relationErrors } from './relations.ts';
import { applicableBranches, type FieldSchema } from './schema.ts';
import { wordingOf } from './wording.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * Says what is wrong with a form's values, by field (`environment.0.name`), at most one message each. Give it values that went through
 * `applyDefaults`. Works in the browser as on the server: the server is the one that counts.
 */
export function validateParameters(template: Pick<Template, 'pages'>, values: Values): FieldError[] {
  const known = new Set(template.pages.flatMap(({ schema }) => fieldNames(schema as FieldSchema, values)));
  const strangers = Object.keys(values).filter((name) => !known.has(name));
  return oneEach([
    ...template.pages.flatMap((page) => pageErrors(page, values)),
    ...strangers.map((path) => ({ path, message: 'There is no such field.' })),
  ]);
}

function pageErrors({ schema }: FormPage, values: Values): FieldError[] {
  const page = schema as FieldSchema;
  const issues = validateValue(page, values, formOptions(page));
  return [
    ...issues.map((issue) => ({ path: issue.path.join('.'), message: wordingOf(issue) })),
    ...relationErrors(page, values),
  ];
}

function oneEach(errors: readonly FieldError[]): FieldError[] {
  return [...new Map(errors.toReversed().map((error) => [error.path, error])).values()].toReversed();
}

/** The fields that a page has for these values, those of its conditions included. */
function fieldNames(schema: FieldSchema, values: Values): string[] {
  const branches = applicableBranches(schema, values, holdsFor(schema, values));
  return [...Object.keys(schema.properties ?? {}), ...branches.flatMap((branch) => fieldNames(branch, values))];
}
