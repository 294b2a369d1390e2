const DOCUMENTATION = 'https://docs.github.com/rest';

/** A refusal as GitHub words it: `{"message", "documentation_url", "status"}`. */
export class ApiError extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.headers = headers;
  }
}

export function errorBody(status: number, message: string): Record<string, string> {
  return { message, documentation_url: DOCUMENTATION, status: String(status) };
}

export const notFound = () => new ApiError(404, 'Not Found');
