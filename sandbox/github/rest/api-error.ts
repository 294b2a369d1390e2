const DOCUMENTATION = 'https://docs.github.com/rest';

/** What is wrong with one field, or a sentence about all of it. */
export type FieldError = { resource: string; field?: string; code: string; message?: string } | string;

/** A refusal as GitHub words it: `{"message", "errors"?, "documentation_url", "status"}`. */
export class ApiError extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly errors: readonly FieldError[] | undefined;

  constructor(
    status: number,
    message: string,
    headers: Record<string, string> = {},
    errors?: readonly FieldError[] | undefined,
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.headers = headers;
    this.errors = errors;
  }
}

export function errorBody(status: number, message: string, errors?: readonly FieldError[]): Record<string, unknown> {
  const said = errors === undefined ? {} : { errors };
  return { message, ...said, documentation_url: DOCUMENTATION, status: String(status) };
}

export const notFound = () => new ApiError(404, 'Not Found');

/** 422 in one sentence, as the addresses of git's own objects have it. */
export const unprocessable = (message: string) => new ApiError(422, message);

/** 422 with what is wrong, as most others have it. */
export const invalid = (...errors: FieldError[]) => new ApiError(422, 'Validation Failed', {}, errors);
