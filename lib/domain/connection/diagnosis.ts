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
