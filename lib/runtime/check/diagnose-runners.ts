import { type Diagnosis, type Finding, isKind, restAfter, saidBy } from '#lib/domain/connection/diagnosis.ts';
import type { FleetGap } from '#lib/domain/runner/fleet.ts';
import type { RunnerFleet } from '#lib/ports/runner-fleet.ts';

export type RunnersDiagnosisOptions = {
  fleet: RunnerFleet;
  /** Where the token or the App's key is configured, for remedies. */
  secretName: string;
};

/** Looks whether a host of runners answers, and what of them the token may see. */
export async function diagnoseRunners({ fleet, secretName }: RunnersDiagnosisOptions): Promise<Diagnosis> {
  const subject = 'read runners';
  try {
    const { runners, gaps } = await fleet.read();
    const detail = `${runners.size} ${runners.size === 1 ? 'runner is' : 'runners are'} there`;
    return {
      version: null,
      identity: null,
      findings: [{ subject, state: 'ok', detail }, ...[...gaps.values()].map(toFinding)],
    };
  } catch (error) {
    const detail = saidBy(error);
    return {
      version: null,
      identity: null,
      findings: [{ subject, state: 'problem', detail, remedy: remedyOf(error, secretName), ...restAfter(error) }],
    };
  }
}

/** A part that may not be seen leaves the rest to be shown. */
function toFinding({ subject, reason, remedy }: FleetGap): Finding {
  return { subject, state: 'warning', detail: reason, remedy };
}

function remedyOf(error: unknown, secretName: string): string {
  if (isKind(error, 'auth')) {
    return `Make a new one and put it into ${secretName}; what is there is unknown, expired or revoked.`;
  }
  if (isKind(error, 'forbidden', 'not-found')) {
    return `Give what signs in with ${secretName} the rights that are named, and check the names of organizations and repositories.`;
  }
  return isKind(error, 'rate-limited')
    ? 'It works again by itself when the time is over that it names. Another program may use the same token.'
    : 'Check its url: the address people open it under, and that this machine reaches it.';
}
