import { PortalError } from '#lib/domain/error/portal-error.ts';

/** A template could not be run: its author's mistake, told to the person at the form in words that can be passed on. */
export function templateError(where: string, message: string, cause?: unknown): PortalError {
  return new PortalError('refused', `The template failed at ${where}: ${message}`, {
    suggestion: 'Tell the owner of the template; nothing was written.',
    cause,
  });
}
