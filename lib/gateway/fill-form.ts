import type { FieldError } from '#lib/domain/error/portal-error.ts';
import type { Template } from '#lib/domain/template/template.ts';
import { formShape } from './form-shape.ts';
import { fenced, type GatewayQuestion, type Request, RULES, requestTexts } from './question.ts';

/** The field of a golden path that the name of the application belongs into. */
const NAME_FIELD = 'name';

/** Asks for the values of a form. The name is not asked for: it is the person's. */
export function askForValues(request: Request, template: Template): GatewayQuestion {
  const system = [
    RULES,
    `Fill in the form "${template.title}" (${template.description}) for an application that is called ${request.appName}.`,
    'Take every value from what is asked for. Where it says nothing, leave the field out, unless it is required: then take the most usual value.',
    'Images carry a version, never "latest".',
  ].join('\n\n');
  return {
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: fenced(requestTexts(request)) },
    ],
    shape: formShape(template, [NAME_FIELD]),
  };
}

/** What a model filled in, as the form's values. */
export function toValues(
  answer: Readonly<Record<string, unknown>>,
  appName: string,
  template: Template,
): Record<string, unknown> {
  const hasName = template.pages.some(({ schema }) => Object.hasOwn(Object(schema.properties), NAME_FIELD));
  return hasName ? { ...answer, [NAME_FIELD]: appName } : { ...answer };
}

/** What is wrong with values, as the model is told. */
export function describeErrors(errors: readonly FieldError[]): string {
  return `These fields cannot be used yet:\n${errors.map(({ path, message }) => `- ${path}: ${message}`).join('\n')}`;
}
