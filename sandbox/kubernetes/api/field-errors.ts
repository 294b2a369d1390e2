/** A field that is wrong, as `field.Error` of apimachinery says it. */
export type FieldError = { field: string; reason: string; message: string };

export function invalidValue(field: string, value: unknown, rule: string): FieldError {
  return { field, reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${rule}` };
}

export function requiredValue(field: string, detail = ''): FieldError {
  return { field, reason: 'FieldValueRequired', message: `Required value${detail === '' ? '' : `: ${detail}`}` };
}
