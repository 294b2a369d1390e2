import { badRequest, invalid } from './errors.ts';
import type { FieldError } from './field-errors.ts';
import { isTrue } from './request-info.ts';

/** What the query of a list or watch asks for, beside its selectors (meta/v1 ListOptions). */
export type ListOptions = {
  limit: number;
  continueToken: string;
  /** null where it is not given. */
  resourceVersion: number | null;
  match: '' | 'Exact' | 'NotOlderThan';
  allowBookmarks: boolean;
  /** Whether a watch begins with what is there; undefined for a list. */
  sendInitialEvents: boolean;
  timeoutSeconds: number | null;
};

/** Reads and checks the options (meta/internalversion/validation). Throws ApiError 400 or 422. */
export function readListOptions(query: URLSearchParams, isWatch: boolean): ListOptions {
  const resourceVersion = readNumber(query, 'resourceVersion');
  const given = query.get('sendInitialEvents');
  const match = query.get('resourceVersionMatch') ?? '';
  const options: ListOptions = {
    limit: readNumber(query, 'limit') ?? 0,
    continueToken: query.get('continue') ?? '',
    resourceVersion,
    match: match as ListOptions['match'],
    allowBookmarks: isTrue(query.get('allowWatchBookmarks')),
    // A watch from nowhere begins with everything (SetListOptionsDefaults).
    sendInitialEvents: given === null ? match === '' && isWatch && !resourceVersion : isTrue(given),
    timeoutSeconds: readNumber(query, 'timeoutSeconds'),
  };
  const errors = isWatch ? watchErrors(options, given !== null) : listErrors(options, given !== null);
  if (errors.length > 0) {
    throw invalid('ListOptions.meta.k8s.io', '', errors);
  }
  return options;
}

function readNumber(query: URLSearchParams, name: string): number | null {
  const text = query.get(name) ?? '';
  if (text === '') {
    return null;
  }
  if (!/^\d{1,15}$/.test(text)) {
    throw badRequest(`${name}: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`);
  }
  return Number(text);
}

function forbiddenField(field: string, detail: string): FieldError {
  return { field, reason: 'FieldValueForbidden', message: `Forbidden: ${detail}` };
}

function unsupportedMatch(match: string, supported: string): FieldError {
  return {
    field: 'resourceVersionMatch',
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: "${match}": supported values: ${supported}`,
  };
}

function watchErrors({ match, continueToken }: ListOptions, hasInitialEvents: boolean): FieldError[] {
  const field = 'resourceVersionMatch';
  const errors: FieldError[] = [];
  if (hasInitialEvents && match !== 'NotOlderThan') {
    errors.push(forbiddenField(field, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  }
  if (match !== '' && !hasInitialEvents) {
    errors.push(forbiddenField(field, `${field} is forbidden for watch unless sendInitialEvents is provided`));
  }
  if (match !== '' && match !== 'NotOlderThan') {
    errors.push(unsupportedMatch(match, '"NotOlderThan"'));
  }
  if (match !== '' && continueToken !== '') {
    errors.push(forbiddenField(field, `${field} is forbidden when continue is provided`));
  }
  return errors;
}

function listErrors(options: ListOptions, hasInitialEvents: boolean): FieldError[] {
  const { match, resourceVersion, continueToken } = options;
  const field = 'resourceVersionMatch';
  const errors: FieldError[] = [];
  if (match !== '' && resourceVersion === null) {
    errors.push(forbiddenField(field, `${field} is forbidden unless resourceVersion is provided`));
  }
  if (match !== '' && continueToken !== '') {
    errors.push(forbiddenField(field, `${field} is forbidden when continue is provided`));
  }
  if (match !== '' && match !== 'Exact' && match !== 'NotOlderThan') {
    errors.push(unsupportedMatch(match, '"Exact", "NotOlderThan", ""'));
  }
  if (match === 'Exact' && resourceVersion === 0) {
    errors.push(forbiddenField(field, `${field} "exact" is forbidden for resourceVersion "0"`));
  }
  if (hasInitialEvents) {
    errors.push(forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  return errors;
}
