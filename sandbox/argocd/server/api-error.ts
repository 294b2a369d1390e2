/** A refusal as grpc-gateway writes it: `{"error", "code", "message"}`. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** grpc codes by the status that they are sent with. */
const CODES: Record<number, number> = { 400: 3, 401: 16, 403: 7, 404: 5, 429: 8, 503: 14, 504: 4 };

export function errorBody(status: number, message: string): { error: string; code: number; message: string } {
  return { error: message, code: CODES[status] ?? 2, message };
}
