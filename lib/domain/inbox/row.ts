import type { Approval, ApprovalPolicy } from '#lib/domain/approval/approval.ts';
import { mayApprove, policiesFor, policyStates } from '#lib/domain/approval/policy.ts';
import {
  type Change,
  type ChangeOrigin,
  type ChangePhase,
  type Person,
  standingObjections,
} from '#lib/domain/change/change.ts';
import { overallVerdict, type Verdict } from '#lib/domain/guardrail/guardrail.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import { isSame } from '#lib/domain/value/same.ts';

/** A change in a list. The same row goes to everyone; what it means for the viewer is worked out by `waitsFor`. */
export type ChangeRow = {
  id: string;
  title: string;
  phase: ChangePhase;
  requester: Person;
  contributors: string[];
  /** The people here who pushed with accounts of other names. */
  writers: string[];
  /** The path of the repository, where it is not the one that changes go to which are made here. */
  repository: string | null;
  iid: number | null;
  url: string | null;
  applications: string[];
  verdict: Verdict;
  approvals: { given: number; required: number; by: string[] };
  policies: Pick<ApprovalPolicy, 'groups' | 'solo'>[];
  origin: Pick<ChangeOrigin, 'kind'>;
  /** Its author says that it is not ready: nobody need look yet. */
  isDraft: boolean;
  /** Who asks for changes of the commit that is there now. */
  objectors: string[];
  problem: string;
  createdAt: number;
  updatedAt: number;
  /** The change's own count of writes, so that a page knows whether it shows the newest. */
  revision: number;
};

/**
 * @param own the repository that changes go to which are made here
 * @param writers the people here who pushed with accounts of other names
 */
export function toChangeRow(
  change: Change,
  approvals: readonly Approval[],
  policies: readonly ApprovalPolicy[],
  own: RepositoryRef,
  writers: readonly string[] = [],
): ChangeRow {
  const matching = policiesFor(policies, change);
  const states = policyStates(matching, change, approvals);
  return {
    id: change.id,
    title: change.title,
    phase: change.phase,
    requester: change.requester,
    contributors: change.contributors,
    writers: [...writers],
    repository: isSame(change.repository, own) ? null : change.repository.path,
    iid: change.mergeRequest?.iid ?? null,
    url: change.mergeRequest?.url ?? null,
    applications: change.subjects.map(({ application }) => application),
    verdict: change.report === null ? 'not-evaluated' : overallVerdict(change.report.results),
    approvals: {
      given: Math.min(...states.map(({ given }) => given.length)),
      required: Math.max(...states.map(({ policy }) => policy.required)),
      by: [...new Set(states.flatMap(({ given }) => given.map(({ approver }) => approver.accountId)))],
    },
    policies: matching.map(({ groups, solo }) => ({ groups, solo })),
    origin: { kind: change.origin.kind },
    objectors: standingObjections(change).map(({ by }) => by.accountId),
    isDraft: change.origin.kind === 'forge' && change.origin.isDraft,
    problem: change.problem?.message ?? '',
    createdAt: change.createdAt,
    updatedAt: change.updatedAt,
    revision: change.revision,
  };
}

export type Viewer = Person & { groups: readonly string[]; canApprove: boolean };

const WAITING_ID_LENGTH = 8;

/** A change in the set of what waits, which every page carries: the random end of its id, enough to tell hundreds apart. */
export function waitingId(id: string): string {
  return id.slice(-WAITING_ID_LENGTH);
}

/** What a change waits for from this person: their approval, their merge, what somebody asked them to change, or nothing. */
export function waitsFor(row: ChangeRow, viewer: Viewer): 'approval' | 'merge' | 'changes' | null {
  const mine = row.requester.accountId === viewer.accountId;
  if (row.phase === 'approved') {
    return mine || row.approvals.by.includes(viewer.accountId) ? 'merge' : null;
  }
  if (row.objectors.length > 0 && row.phase === 'open') {
    return mine ? 'changes' : null;
  }
  // What the guardrails refuse waits for its author.
  const isMendable = row.isDraft || row.verdict === 'fail';
  if (row.phase !== 'open' || isMendable || !viewer.canApprove || row.approvals.by.includes(viewer.accountId)) {
    return null;
  }
  return mayApprove(row.policies, row, { ...viewer, secondLook: true }).allowed ? 'approval' : null;
}
