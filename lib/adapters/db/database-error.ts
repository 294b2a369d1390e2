import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Prisma's code for a row that a unique index refuses. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === 'P2002';
}

/** What was read is not so any more; done again, the work reads anew. */
export class WriteConflict extends Error {
  readonly code = 'P2034';

  constructor(cause: unknown) {
    super('another process wrote at the same place', { cause });
    this.name = 'WriteConflict';
  }
}

/** Whether the same work can succeed when it is simply done again: the file was busy, or two transactions collided. */
export function isWorthRetrying(error: unknown): boolean {
  return (
    ['P1008', 'P2034', 'P2028', 'SQLITE_BUSY'].includes(codeOf(error)) || /database is locked/i.test(String(error))
  );
}

/** What callers see of a database that failed; errors that already speak for themselves pass through. */
export function toStoreError(error: unknown, operation: string): unknown {
  if (error instanceof PortalError || error instanceof ExternalError) {
    return error;
  }
  const full = /disk is full|SQLITE_FULL|53100/i.test(String(error));
  return new ExternalError({
    provider: 'database',
    operation,
    kind: 'unavailable',
    message: full ? 'the disk that holds the database is full' : 'the database did not answer',
    cause: error,
  });
}
