/** A refusal, in the words Gitea has for it. */
export class ApiError extends Error {
  readonly status: number;
  /** Only answers of 404 have it. */
  readonly errors: string[] | null;

  constructor(status: number, message: string, errors: string[] | null = null) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

/** services/context/api.go: one text for everything that is not there or not for these eyes. */
export function notFound(...errors: string[]): ApiError {
  return new ApiError(404, "The target couldn't be found.", errors);
}

export function forbidden(message: string): ApiError {
  return new ApiError(403, message);
}

export function unprocessable(message: string): ApiError {
  return new ApiError(422, message);
}

export function notAllowed(message: string): ApiError {
  return new ApiError(405, message);
}

export function conflict(message: string): ApiError {
  return new ApiError(409, message);
}

/** Every error of the API says where its description is. */
export function errorBody(url: string, message: string, errors: string[] | null = null): Record<string, unknown> {
  return { ...(errors === null ? {} : { errors }), message, url: `${url}/api/swagger` };
}
