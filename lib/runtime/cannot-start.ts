import 'server-only';
import { ConfigError } from '#lib/config/problem.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';

/** Why the portal does not start, for whoever started it. */
export function cannotStart(error: unknown): string {
  if (error instanceof ConfigError) {
    return `Portolan cannot start: its configuration has ${error.problems.length === 1 ? 'a problem' : 'problems'}.\n${error.message}`;
  }
  if (error instanceof PortalError) {
    return `Portolan cannot start: ${error.message} ${error.suggestion ?? ''}`;
  }
  return `Portolan cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
