import type { ApiServer } from '../api/api-server.ts';
import { invalid } from '../api/errors.ts';
import type { FieldError } from '../api/field-errors.ts';
import type { KubeObject, ResourceType } from '../object.ts';

/** The kinds of `field.Error` (apimachinery/pkg/util/validation/field/errors.go), by the words they begin with. */
const REASONS: Record<string, string> = {
  'Required value': 'FieldValueRequired',
  'Invalid value': 'FieldValueInvalid',
  'Unsupported value': 'FieldValueNotSupported',
  'Not found': 'FieldValueNotFound',
  'Duplicate value': 'FieldValueDuplicate',
  Forbidden: 'FieldValueForbidden',
};

const WORDS = Object.keys(REASONS).join('|');
/** Where the next error begins in a text that holds several: `, spec.x: Required value`. */
const NEXT_ERROR = new RegExp(`, (?=[^\\s,]{1,300}: (?:${WORDS}))`);

/**
 * The object as it is to be stored, completed and checked by the cluster behind the server. What it finds invalid is
 * refused with a cause for each field, which is what kubectl shows. Throws what the cluster throws.
 */
export function preparedBy(
  { prepare }: ApiServer,
  resource: ResourceType,
  object: KubeObject,
  before?: KubeObject,
): KubeObject {
  try {
    return prepare(object, resource, before);
  } catch (error) {
    if (error instanceof Error && 'reason' in error && error.reason === 'Invalid') {
      const kind = resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`;
      throw invalid(kind, object.metadata.name, readFieldErrors(error.message));
    }
    throw error;
  }
}

/** Takes `Kind "name" is invalid: [a: Required value, b: Invalid value: 1: why]` apart. */
export function readFieldErrors(message: string): FieldError[] {
  const at = message.indexOf(' is invalid: ');
  const text = at < 0 ? message : message.slice(at + ' is invalid: '.length);
  const list = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  return list.split(NEXT_ERROR).map((part) => {
    const colon = part.indexOf(': ');
    const rest = part.slice(colon + 2);
    const word = Object.keys(REASONS).find((candidate) => rest.startsWith(candidate)) ?? '';
    return { field: part.slice(0, Math.max(0, colon)), reason: REASONS[word] ?? 'FieldValueInvalid', message: rest };
  });
}
