import type { Change, ChangeOrigin, Person } from '../change/change.ts';
import { matchesPath } from '../repository/path.ts';
import type { Approval, ApprovalPolicy } from './approval.ts';

/** What holds for paths that no configured policy names: one other person. */
export const DEFAULT_POLICY: ApprovalPolicy = {
  id: 'default',
  paths: ['**'],
  origins: ['template', 'ai', 'forge'],
  required: 1,
  groups: [],
  solo: false,
};

/**
 * All policies that a change must satisfy. A path that none of them names is not waved through by what holds for the
 * others: then the default is one of them.
 */
export function policiesFor(
  policies: readonly ApprovalPolicy[],
  change: { origin: ChangeOrigin; paths: readonly string[]; repository: Pick<Change['repository'], 'path'> },
): ApprovalPolicy[] {
  const names = ({ paths }: ApprovalPolicy, path: string) => paths.some((pattern) => matchesPath(pattern, path));
  const matching = policies.filter(
    (policy) =>
      (policy.repositories ?? [change.repository.path]).includes(change.repository.path) &&
      policy.origins.includes(change.origin.kind) &&
      change.paths.some((path) => names(policy, path)),
  );
  const isCovered = change.paths.every((path) => matching.some((policy) => names(policy, path)));
  return matching.length > 0 && isCovered ? matching : [...matching, DEFAULT_POLICY];
}

/** What the rules need to know of a change. `contributors` are usernames of everyone who pushed to its branch. */
export type ReviewSubject = Pick<Change, 'origin' | 'requester' | 'contributors' | 'headSha' | 'diffHash'>;

/** The part of a change that decides who may approve it. */
export type Authorship = Pick<Change, 'requester' | 'contributors'> & {
  contributorIds?: readonly string[];
  /** The people here whose accounts on the forge those are, where names alone do not tell. */
  writers?: readonly string[];
  origin: Pick<ChangeOrigin, 'kind'>;
};

/** `forgeUserIds` is who the forge takes them for, by each account of theirs there that is known. */
export type Reviewer = Person & { groups: readonly string[]; secondLook: boolean; forgeUserIds?: readonly string[] };

export type Permission = { allowed: true } | { allowed: false; reason: string };

/**
 * Whether a person's approval may count for a change: never the one who asked for it and never one who pushed to it,
 * except under `solo` policies, where what an AI wrote needs a second look besides.
 */
export function mayApprove(
  policies: readonly Pick<ApprovalPolicy, 'groups' | 'solo'>[],
  subject: Authorship,
  reviewer: Reviewer,
): Permission {
  const isKnown = (reviewer.forgeUserIds ?? []).some((id) => subject.contributorIds?.includes(id));
  const wrote =
    subject.requester.accountId === reviewer.accountId ||
    subject.writers?.includes(reviewer.accountId) === true ||
    subject.contributors.includes(reviewer.username) ||
    isKnown;
  if (wrote && !policies.every(({ solo }) => solo)) {
    return {
      allowed: false,
      reason:
        subject.requester.accountId === reviewer.accountId
          ? 'You asked for this change, so somebody else has to approve it.'
          : isKnown || reviewer.forgeUserIds === undefined
            ? 'You pushed to this branch, so somebody else has to approve it.'
            : `Somebody called ${reviewer.username} pushed to this branch, which may be you: somebody else has to approve it.`,
    };
  }
  if (wrote && subject.origin.kind === 'ai' && !reviewer.secondLook) {
    return {
      allowed: false,
      reason: 'An AI wrote this for you: say that you have read every file before you approve it.',
    };
  }
  const open = policies.some(
    ({ groups }) => groups.length === 0 || groups.some((group) => reviewer.groups.includes(group)),
  );
  if (!open) {
    const wanted = [...new Set(policies.flatMap(({ groups }) => groups))].join(', ');
    return { allowed: false, reason: `Approvals of this change come from: ${wanted}.` };
  }
  return { allowed: true };
}

export type PolicyState = { policy: ApprovalPolicy; given: Approval[]; missing: number };

/** How far a change is with each policy, counting only approvals of exactly its head and diff. */
export function policyStates(
  policies: readonly ApprovalPolicy[],
  subject: ReviewSubject,
  approvals: readonly Approval[],
): PolicyState[] {
  const standing = approvals.filter(
    (approval) =>
      approval.droppedAt === null &&
      subject.headSha !== null &&
      approval.sha === subject.headSha &&
      approval.diffHash === subject.diffHash &&
      mayApprove(policies, subject, { ...approval.approver, groups: approval.groups, secondLook: approval.secondLook })
        .allowed,
  );
  const byPerson = onceFor(
    onceFor(standing, ({ approver }) => approver.accountId),
    ({ approver }) => approver.username,
  );
  return policies.map((policy) => {
    const given = byPerson.filter(
      ({ groups }) => policy.groups.length === 0 || policy.groups.some((group) => groups.includes(group)),
    );
    return { policy, given, missing: Math.max(0, policy.required - given.length) };
  });
}

/** A person has one account and one name, and counts once however many they had. */
function onceFor(approvals: readonly Approval[], keyOf: (approval: Approval) => string): Approval[] {
  return [...new Map(approvals.map((approval) => [keyOf(approval), approval])).values()];
}

/** Whether every policy has all its approvals. */
export function isApproved(states: readonly PolicyState[]): boolean {
  return states.length > 0 && states.every(({ missing }) => missing === 0);
}
