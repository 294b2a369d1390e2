import { ZodError } from 'zod';
import { ExternalError } from '#lib/domain/error/external-error.ts';

/** An answer of another shape than the vendor's is the other side's fault, and is said to be. */
export function withShapeErrors<Part extends object>(provider: string, vendor: string, part: Part): Part {
  return Object.fromEntries(
    Object.entries(part).map(([operation, call]: [string, (...args: unknown[]) => Promise<unknown>]) => [
      operation,
      async (...args: unknown[]) => {
        try {
          return await call(...args);
        } catch (cause) {
          if (cause instanceof ZodError) {
            const field = cause.issues[0]?.path.join('.') ?? '';
            const message = `its answer has another shape than ${vendor}'s (at "${field}")`;
            throw new ExternalError({ provider, operation, kind: 'invalid-response', message, cause });
          }
          throw cause;
        }
      },
    ]),
  ) as Part;
}
