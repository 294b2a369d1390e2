import { invalid } from '../api/errors.ts';

/** Whether a write is only to be tried. Throws ApiError 422 for a way of trying that there is not. */
export function isDryRun(query: URLSearchParams): boolean {
  const values = query.getAll('dryRun').filter((value) => value !== '');
  const unknown = values.find((value) => value !== 'All');
  if (unknown !== undefined) {
    throw invalid('CreateOptions.meta.k8s.io', '', [
      {
        field: 'dryRun',
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: "${unknown}": supported values: "All"`,
      },
    ]);
  }
  return values.length > 0;
}
