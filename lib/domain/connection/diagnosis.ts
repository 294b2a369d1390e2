import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';

/** `unknown`: it cannot be found out from here. `warning`: it works, and should not stay so. */
export type FindingState = 'ok' | 'unknown' | 'warning' | 'problem';

/** One thing that was looked at. No text of it holds a secret. */
export type Finding = {
  /** `token`, `list pods`. */
  subject: string;
  state: FindingState;
  detail: string;
  /** What to do. */
  remedy?: string;
  /** What the remedy speaks of, to copy as it is: the rule that gives a missing right. */
  copy?: string;
  /** The other side limits how often it is asked: so long it is left alone. */
  restSeconds?: number;
};

/** What one connection says of itself. */
export type Diagnosis = {
  version: string | null;
  /** Who the portal is there. */
  identity: string | null;
  findings: Finding[];
};

/** One connection of the configuration, looked at. */
export type ConnectionReport = Diagnosis & {
  id: string;
  title: string;
  /** Where it is, without credentials. */
  address: string;
  state: FindingState;
};

const WORST_FIRST: FindingState[] = ['problem', 'warning', 'unknown', 'ok'];

/** The state of the whole: that of its worst part. */
export function worstState(findings: readonly Pick<Finding, 'state'>[]): FindingState {
  return WORST_FIRST.find((state) => findings.some((finding) => finding.state === state)) ?? 'ok';
}

/** What the other side said, without the connection's name, which stands above it already. */
export function saidBy(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const prefix = error instanceof ExternalError ? `${error.provider}: ` : '';
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}

export function isKind(error: unknown, ...kinds: readonly ExternalErrorKind[]): boolean {
  return error instanceof ExternalError && kinds.includes(error.kind);
}

/** What GitHub's documentation has a client wait that was told of a limit without being told how long. */
const REST_SECONDS = 60;

/** For a finding about an error: how long the other side wants to be left alone, where it does. */
export function restAfter(error: unknown): Pick<Finding, 'restSeconds'> {
  return error instanceof ExternalError && (error.kind === 'rate-limited' || error.retryAfterSeconds !== undefined)
    ? { restSeconds: error.retryAfterSeconds ?? REST_SECONDS }
    : {};
}
