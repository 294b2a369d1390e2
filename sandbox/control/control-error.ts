/** An error as the control server sends it: a status and `{"error": message, "field": path}`. */
export class ControlError extends Error {
  readonly status: number;
  /** Which part of the body; '' is the request as a whole. */
  readonly field: string;

  constructor(status: number, message: string, field = '') {
    super(message);
    this.name = 'ControlError';
    this.status = status;
    this.field = field;
  }
}
