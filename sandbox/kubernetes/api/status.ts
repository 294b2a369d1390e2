/** The answer of the API server to everything that is no object (meta/v1 Status). */
export type Status = {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: { continue?: string; resourceVersion?: string };
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code?: number;
};

export type StatusDetails = {
  name?: string;
  group?: string;
  /** Despite its name often the resource: `pods`. */
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
};

export type StatusCause = { reason: string; message: string; field?: string };

/** A request that is refused, carrying the whole Status that says so. */
export class ApiError extends Error {
  readonly status: Status;

  constructor(
    code: number,
    reason: string,
    message: string,
    extra: { details?: StatusDetails; continue?: string } = {},
  ) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: extra.continue === undefined ? {} : { continue: extra.continue },
      status: 'Failure',
      message,
      reason,
      ...(extra.details === undefined ? {} : { details: extra.details }),
      code,
    };
  }

  get code(): number {
    return this.status.code ?? 500;
  }
}

/** Reasons by HTTP code, for answers made from a code alone (apimachinery NewGenericServerResponse). */
const REASONS: Record<number, [reason: string, message: string]> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  401: ['Unauthorized', 'Unauthorized'],
  403: ['Forbidden', 'forbidden'],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  409: ['Conflict', 'the server reported a conflict'],
  410: ['Expired', 'too old resource version'],
  422: ['Invalid', 'the server rejected our request due to an error in our request'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  500: ['InternalError', 'Internal error occurred: switched on in the sandbox'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: [
    'Timeout',
    'the server was unable to return a response in the time allotted, but may still be processing the request',
  ],
};

/** The Status that stands for an HTTP code where nothing more is known. */
export function genericStatus(code: number, details: StatusDetails = {}): Status {
  const [reason, message] = REASONS[code] ?? ['', `the server responded with the status code ${code}`];
  return new ApiError(code, reason, message, { details }).status;
}
