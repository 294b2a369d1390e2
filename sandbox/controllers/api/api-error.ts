/** What the API server answers instead of doing what it was asked; `message` is that of its Status. */
export class ApiError extends Error {
  readonly reason: 'Invalid' | 'Forbidden' | 'NotFound' | 'BadRequest';

  constructor(reason: ApiError['reason'], message: string) {
    super(message);
    this.name = 'ApiError';
    this.reason = reason;
  }
}
