import { withoutSecrets } from '../secret/without-secrets.ts';
import { knownByMark } from './known-by-mark.ts';

/** What a system outside answered, set where the status is known and never guessed from a message. */
export type ExternalErrorKind =
  | 'auth'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'invalid'
  | 'rate-limited'
  | 'unavailable'
  | 'timeout'
  | 'invalid-response';

export type ExternalErrorDetail = {
  /** Which connection, as configured: `gitlab`, `homelab`. */
  provider: string;
  /** What was being done, as a verb and an object: `open merge request`. */
  operation: string;
  kind: ExternalErrorKind;
  /** The other side's own words, already cut to a line. */
  message: string;
  status?: number;
  retryAfterSeconds?: number;
  cause?: unknown;
};

/** "Their side": a forge, a cluster or a model server failed or refused. */
export class ExternalError extends Error {
  readonly provider: string;
  readonly operation: string;
  readonly kind: ExternalErrorKind;
  readonly status: number | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** Whether it was said to the portal's own account, and not to a person's. */
  isPortals = false;
  /** The other side's own words; `message` has what was asked before them, for the log. */
  readonly words: string;

  constructor(detail: ExternalErrorDetail) {
    const words = withoutSecrets(detail.message);
    super(`${detail.provider}: ${detail.operation}: ${words}`, { cause: detail.cause });
    this.name = 'ExternalError';
    this.provider = detail.provider;
    this.operation = detail.operation;
    this.kind = detail.kind;
    this.words = words;
    this.status = detail.status;
    this.retryAfterSeconds = detail.retryAfterSeconds;
  }

  /** The same, known to have been said to the portal's own account. */
  asPortals(): this {
    this.isPortals = true;
    return this;
  }
}

knownByMark(ExternalError, 'ExternalError');

/** True where trying again later, unchanged, can succeed: also after an answer that was cut off or came from something else. */
export function isTransient(error: unknown): boolean {
  return (
    error instanceof ExternalError &&
    ['rate-limited', 'unavailable', 'timeout', 'invalid-response'].includes(error.kind)
  );
}
