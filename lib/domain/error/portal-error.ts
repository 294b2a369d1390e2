import { knownByMark } from './known-by-mark.ts';

/** What went wrong, in the portal's own words. Closed: `lib/http` maps each code to a status exactly once. */
export type PortalErrorCode =
  | 'invalid-input'
  | 'not-signed-in'
  | 'sign-in-again'
  | 'link-account'
  | 'not-permitted'
  | 'not-found'
  | 'conflict'
  | 'refused'
  | 'incomplete'
  | 'rate-limited'
  | 'unavailable'
  | 'unexpected';

/** A message that belongs to one field of an input. `path` is dotted, as in `parameters.name`; '' is the whole input. */
export type FieldError = { path: string; message: string };

export type PortalErrorOptions = {
  /** What the reader can do about it. */
  suggestion?: string;
  fields?: FieldError[];
  retryAfterSeconds?: number;
  cause?: unknown;
};

/** An error whose message is written for the reader and safe to show. */
export class PortalError extends Error {
  readonly code: PortalErrorCode;
  readonly suggestion: string | undefined;
  readonly fields: FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: PortalErrorCode, message: string, options: PortalErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'PortalError';
    this.code = code;
    this.suggestion = options.suggestion;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

knownByMark(PortalError, 'PortalError');
