/** An answer that is not what the caller asked for, in one of the body forms GitLab uses. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;

  constructor(status: number, body: unknown, headers: Record<string, string> = {}) {
    super(`${status} ${JSON.stringify(body)}`);
    this.name = 'ApiError';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** `{"message": …}`: what models and policies say. */
export const apiError = (status: number, message: unknown) => new ApiError(status, { message });

const withReason = (text: string, reason?: string) => (reason === undefined ? text : `${text} - ${reason}`);

export const notFound = (what?: string) =>
  apiError(404, what === undefined ? '404 Not Found' : `404 ${what} Not Found`);
export const unauthorized = (reason?: string) => apiError(401, withReason('401 Unauthorized', reason));
export const forbidden = (reason?: string) => apiError(403, withReason('403 Forbidden', reason));
export const methodNotAllowed = () => apiError(405, '405 Method Not Allowed');
export const conflict = (message: unknown) => apiError(409, message);
export const unprocessable = (message: unknown) => apiError(422, message);

/** `{"error": …}`: what is wrong with the parameters, said before anything is looked up. */
export const invalidParameters = (...problems: string[]) => new ApiError(400, { error: problems.join(', ') });

/** The form of RFC 6750, for tokens that are known but will not do. */
export function bearerError(status: 401 | 403, error: string, description: string, scope?: string): ApiError {
  const body = { error, error_description: description, ...(scope === undefined ? {} : { scope }) };
  const challenge = `Bearer realm="Protected by OAuth 2.0", error="${error}", error_description="${description}"`;
  return new ApiError(status, body, status === 401 ? { 'www-authenticate': challenge } : {});
}
