import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import type { Clock } from '#lib/ports/clock.ts';

/** Something that went wrong on a connection; the same again is counted, not listed again. */
export type ConnectionFailure = {
  message: string;
  kind: ExternalErrorKind | 'unexpected';
  firstAt: number;
  lastAt: number;
  times: number;
};

export type ConnectionHealth = {
  /** When the other side last answered, in ms since 1970. */
  heardAt: number | null;
  /** Since when nothing but failures came; null while it answers. */
  failingSince: number | null;
  /** Newest first. */
  failures: readonly ConnectionFailure[];
};

/** What was heard of each connection, and what went wrong, for whoever has to mend it. In memory, a few lines each. */
export type ConnectionLog = {
  heard(connection: string): void;
  failed(connection: string, error: unknown): void;
  of(connection: string): ConnectionHealth;
};

const MOST_FAILURES = 5;
const MOST_CONNECTIONS = 200;
const NOTHING: ConnectionHealth = { heardAt: null, failingSince: null, failures: [] };

export function createConnectionLog(clock: Pick<Clock, 'now'>): ConnectionLog {
  const known = new Map<string, ConnectionHealth>();
  const note = (connection: string, health: ConnectionHealth) => {
    if (known.has(connection) || known.size < MOST_CONNECTIONS) {
      known.set(connection, health);
    }
  };
  const of = (connection: string) => known.get(connection) ?? NOTHING;
  return {
    of,
    heard(connection) {
      note(connection, { ...of(connection), heardAt: clock.now(), failingSince: null });
    },
    failed(connection, error) {
      const before = of(connection);
      const now = clock.now();
      const failure = inWords(error);
      const same = before.failures.find(({ message }) => message === failure.message);
      const others = before.failures.filter((one) => one !== same);
      const newest = { ...failure, firstAt: same?.firstAt ?? now, lastAt: now, times: (same?.times ?? 0) + 1 };
      note(connection, {
        heardAt: before.heardAt,
        failingSince: before.failingSince ?? now,
        failures: [newest, ...others].slice(0, MOST_FAILURES),
      });
    },
  };
}

/** Only texts that were written for readers: a stranger's error may quote anything. */
function inWords(error: unknown): Pick<ConnectionFailure, 'message' | 'kind'> {
  return error instanceof ExternalError
    ? { message: `${error.operation}: ${error.words}`, kind: error.kind }
    : {
        message: `What came could not be used (${error instanceof Error ? error.name : typeof error}).`,
        kind: 'unexpected',
      };
}

/** Whether an error shows that the connection does not work, and is not just an answer: not found, in conflict, invalid. */
export function isConnectionFailure(error: unknown): boolean {
  return (
    error instanceof ExternalError &&
    ['auth', 'rate-limited', 'unavailable', 'timeout', 'invalid-response'].includes(error.kind)
  );
}
