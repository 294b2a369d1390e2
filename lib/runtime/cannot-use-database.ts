import type { Finding } from '#lib/domain/connection/diagnosis.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';

/** What is with the database, for whoever starts a portal. */
export function cannotUse({ subject, detail, remedy, copy }: Finding, cause?: unknown): PortalError {
  const suggestion = [remedy, copy].filter((part) => part !== undefined).join('\n');
  return new PortalError('unavailable', `The database cannot be used (${subject}): ${detail}.`, { suggestion, cause });
}
