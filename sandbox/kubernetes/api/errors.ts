import { qualifiedName, type ResourceType } from '../object.ts';
import { StoreError } from '../store.ts';
import type { FieldError } from './field-errors.ts';
import { ApiError, genericStatus, type StatusCause, type StatusDetails } from './status.ts';

/** What an error is about; a resource that is not served is known by its path only. */
export type ErrorSubject = Pick<ResourceType, 'group' | 'plural'>;

function detailsOf(subject: ErrorSubject, name: string): StatusDetails {
  return {
    ...(name === '' ? {} : { name }),
    ...(subject.group === '' ? {} : { group: subject.group }),
    kind: subject.plural,
  };
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

export function notFound(subject: ErrorSubject, name: string): ApiError {
  return new ApiError(404, 'NotFound', `${qualifiedName(subject)} "${name}" not found`, {
    details: detailsOf(subject, name),
  });
}

/** The answer for a path of a group that is served, where there is nothing. */
export function unknownPath(): ApiError {
  return fromCode(404);
}

export function methodNotAllowed(): ApiError {
  return fromCode(405);
}

function fromCode(code: number): ApiError {
  const { message = '', reason = '' } = genericStatus(code);
  return new ApiError(code, reason, message, { details: {} });
}

export function unauthorized(): ApiError {
  return new ApiError(401, 'Unauthorized', 'Unauthorized');
}

export function forbidden(subject: ErrorSubject, name: string, message: string, causes?: StatusCause[]): ApiError {
  const named = name === '' ? qualifiedName(subject) : `${qualifiedName(subject)} "${name}"`;
  return new ApiError(403, 'Forbidden', `${named} is forbidden: ${message}`, {
    details: { ...detailsOf(subject, name), ...(causes === undefined ? {} : { causes }) },
  });
}

export function conflict(subject: ErrorSubject, name: string, message: string): ApiError {
  return new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedName(subject)} "${name}": ${message}`,
    { details: detailsOf(subject, name) },
  );
}

/** 410 with reason Expired: what was asked for is no longer kept. */
export function expired(message: string, continueToken?: string): ApiError {
  return new ApiError(410, 'Expired', message, continueToken === undefined ? {} : { continue: continueToken });
}

/** A resourceVersion that this server has not reached (storage.NewTooLargeResourceVersionError). */
export function tooLargeResourceVersion(asked: number, current: number): ApiError {
  const message = `Too large resource version: ${asked}, current: ${current}`;
  return new ApiError(504, 'Timeout', `Timeout: ${message}`, {
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  });
}

/** @param kind qualified, as `Deployment.apps` or `ListOptions.meta.k8s.io` */
export function invalid(kind: string, name: string, errors: readonly FieldError[]): ApiError {
  const texts = errors.map((error) => `${error.field}: ${error.message}`);
  const text = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const [bare = kind, ...group] = kind.split('.');
  return new ApiError(422, 'Invalid', `${kind} "${name}" is invalid: ${text}`, {
    details: {
      ...(name === '' ? {} : { name }),
      ...(group.length === 0 ? {} : { group: group.join('.') }),
      kind: bare,
      causes: errors.map(({ field, reason, message }) => ({ reason, message, field })),
    },
  });
}

/** What defaults, checks and admission may refuse a write for. */
const CODES: Record<string, number> = { BadRequest: 400, Forbidden: 403, NotFound: 404, Conflict: 409, Invalid: 422 };

/** Any error as the Status to answer with: what the store refuses keeps its reason, the rest is a 500. */
export function toApiError(error: unknown, subject: ErrorSubject | undefined, name: string): ApiError {
  if (error instanceof ApiError) {
    return error;
  }
  if (error instanceof StoreError) {
    const code = error.reason === 'NotFound' ? 404 : 409;
    return new ApiError(code, error.reason, error.message, {
      details: subject === undefined ? {} : detailsOf(subject, error.objectName || name),
    });
  }
  if (error instanceof RangeError && error.message.startsWith('request body')) {
    return new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: ${error.message}`);
  }
  const code = error instanceof Error && 'reason' in error ? CODES[String(error.reason)] : undefined;
  if (error instanceof Error && 'reason' in error && code !== undefined) {
    const details = subject === undefined ? {} : detailsOf(subject, name);
    return new ApiError(code, String(error.reason), error.message, { details });
  }
  const text = error instanceof Error ? error.message : String(error);
  return new ApiError(500, 'InternalError', `Internal error occurred: ${text}`);
}
