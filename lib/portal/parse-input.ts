import type { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';

/** Checks what came from outside against a use case's schema. Throws `invalid-input` with a message for each field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    throw new PortalError('invalid-input', 'The request is not what this takes.', {
      fields: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    });
  }
  return parsed.data;
}
