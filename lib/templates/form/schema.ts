import type { Schema } from '#lib/domain/json-schema/schema.ts';
import { isObject, isSameJson } from '#lib/domain/json-schema/value-checks.ts';

/**
 * A schema of a form with the hints that the portal knows beside JSON Schema's own words:
 * `errorMessage` replaces the portal's message, as a text for all or by keyword, as ajv-errors has it;
 * `ui:notAbove` names a field beside this one whose amount (`500m`, `1Gi`) is the most that this one may be;
 * `ui:uniqueBy` names the field in which the items of a list must differ.
 */
export type FieldSchema = Schema & {
  errorMessage?: string | Record<string, string>;
  'ui:notAbove'?: string;
  'ui:uniqueBy'?: string;
};

/** The schemas that apply to a value beside the one it is held against: branches whose condition holds and dependencies that are met. */
export function applicableBranches(
  schema: FieldSchema,
  value: unknown,
  holds: (schema: Schema) => boolean,
): FieldSchema[] {
  const branches: (FieldSchema | undefined)[] = [...(schema.allOf ?? [])];
  if (schema.if !== undefined) {
    branches.push(holds(schema.if) ? schema.then : schema.else);
  }
  for (const [name, dependency] of Object.entries(schema.dependencies ?? {})) {
    if (isObject(value) && Object.hasOwn(value, name) && !Array.isArray(dependency)) {
      branches.push(dependency);
    }
  }
  for (const choices of [schema.oneOf, schema.anyOf]) {
    branches.push(choices?.find((choice) => namesTheValue(choice, value)));
  }
  return branches.filter((branch) => branch !== undefined);
}

/** Forms pick an alternative by the fields whose values it fixes, as react-jsonschema-form does. */
function namesTheValue(choice: Schema, value: unknown): boolean {
  const fixed = Object.entries(choice.properties ?? {}).filter(
    ([, field]) => field.const !== undefined || field.enum !== undefined,
  );
  return (
    fixed.length > 0 &&
    isObject(value) &&
    fixed.every(([name, field]) => {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      return (field.enum ?? [field.const]).some((allowed) => isSameJson(allowed, given));
    })
  );
}
