import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { SourceState, SourceStatus } from '#lib/domain/source/source.ts';

export type PolledSource = { id: string; label: string };

export function startingStatus(source: PolledSource, at: number): SourceStatus {
  return { ...source, state: 'starting', asOf: null, since: at };
}

/** @param askedAt when the answer was asked for: what it says was right then, and maybe not any more */
export function statusAfterSuccess(previous: SourceStatus, askedAt: number, at: number): SourceStatus {
  return {
    id: previous.id,
    label: previous.label,
    state: 'live',
    asOf: askedAt,
    since: previous.state === 'live' ? previous.since : at,
  };
}

/**
 * What a failure makes of the source: the last data stays and is stale, or there never was any and the source is
 * unreachable. A refused token leaves nothing to show, also of what was read before.
 */
export function statusAfterFailure(previous: SourceStatus, error: unknown, at: number): SourceStatus {
  const isRefused = isRefusal(error);
  const state = failedState(previous, isRefused);
  const remedy = remedyFor(error, previous.label);
  return {
    id: previous.id,
    label: previous.label,
    state,
    asOf: isRefused ? null : previous.asOf,
    since: previous.state === state ? previous.since : at,
    reason: reasonFor(error),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** Whether the other side knows who asks and says no. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ExternalError && (error.kind === 'auth' || error.kind === 'forbidden');
}

function failedState(previous: SourceStatus, isRefused: boolean): SourceState {
  if (isRefused) {
    return 'forbidden';
  }
  return previous.asOf === null ? 'unreachable' : 'stale';
}

function reasonFor(error: unknown): string {
  if (!(error instanceof ExternalError)) {
    // The text of a stranger's error may hold anything; its class is enough here, and the log has the rest.
    return `What it answered could not be used (${error instanceof Error ? error.name : typeof error}).`;
  }
  const wait =
    error.retryAfterSeconds === undefined ? '' : ` It asked to be left alone for ${error.retryAfterSeconds} s.`;
  return `${error.message}${/[.!?]$/.test(error.message) ? '' : '.'}${wait}`;
}

function remedyFor(error: unknown, label: string): string | undefined {
  if (!(error instanceof ExternalError)) {
    return undefined;
  }
  switch (error.kind) {
    case 'auth':
      return `Renew the token that Portolan reads ${label} with.`;
    case 'forbidden':
      return `Allow the token that Portolan reads ${label} with to read it.`;
    case 'not-found':
    case 'invalid-response':
      return `Check the address that is configured for ${label}.`;
    default:
      return undefined;
  }
}
