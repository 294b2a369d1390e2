/** A person, or an organization, which owns repositories and never asks for anything. */
export type UserRecord = { id: number; login: string; name: string; email: string; isOrganization: boolean };

export const PERMISSIONS = ['pull', 'triage', 'push', 'maintain', 'admin'] as const;
export type Permission = (typeof PERMISSIONS)[number];

export type MergeSettings = {
  merge: boolean;
  squash: boolean;
  rebase: boolean;
  /** GitHub removes the branch of what was merged by itself. */
  deletesBranch: boolean;
};

/** A rule over one branch. Those who administer are not held by it when they merge. */
export type ProtectionRecord = {
  branch: string;
  requiredContexts: string[];
  requiredApprovals: number;
  /** A branch has to hold the end of its target. */
  isStrict: boolean;
  /** A push takes approvals away. */
  dismissesStale: boolean;
  /** It is one of the newer rulesets, of which a branch itself says nothing. */
  isRuleset: boolean;
};

export type RepositoryRecord = {
  id: number;
  ownerId: number;
  name: string;
  defaultBranch: string;
  isPrivate: boolean;
  isArchived: boolean;
  /** Names that it had, as `owner/name`; whoever asks for one is sent on. */
  formerPaths: string[];
  /** Tokens have to be approved for its organization (SAML). */
  needsSso: boolean;
  mergeSettings: MergeSettings;
  collaborators: { userId: number; permission: Permission }[];
  protections: ProtectionRecord[];
  labels: string[];
  /** The repository that it is a fork of. */
  parentId: number | null;
};

export type PullRecord = {
  id: number;
  repositoryId: number;
  /** Counted with the repository's issues. */
  number: number;
  authorId: number;
  title: string;
  body: string;
  isDraft: boolean;
  isClosed: boolean;
  headRepositoryId: number;
  headBranch: string;
  baseBranch: string;
  /** A moment behind the branch after a push. */
  headSha: string;
  /** null while it is computed. */
  isMergeable: boolean | null;
  mergedSha: string | null;
  mergerId: number | null;
  mergedAt: number | null;
  closedAt: number | null;
  labels: string[];
  createdAt: number;
  updatedAt: number;
};

/** Under a pull request; `place` of what stands beside a line. */
export type CommentRecord = {
  id: number;
  repositoryId: number;
  number: number;
  userId: number;
  body: string;
  reviewId: number | null;
  place: { path: string; line: number; side: 'LEFT' | 'RIGHT'; commitSha: string } | null;
  createdAt: number;
};

export const REVIEW_STATES = ['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'PENDING', 'DISMISSED'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

export type ReviewRecord = {
  id: number;
  repositoryId: number;
  number: number;
  userId: number;
  state: ReviewState;
  body: string;
  commitSha: string;
  submittedAt: number;
};

export const STATUS_STATES = ['error', 'failure', 'pending', 'success'] as const;
export type StatusState = (typeof STATUS_STATES)[number];

export type StatusRecord = {
  id: number;
  repositoryId: number;
  sha: string;
  state: StatusState;
  context: string;
  description: string;
  targetUrl: string | null;
  creatorId: number;
  createdAt: number;
};

/** What an App other than Actions says of a commit. */
export type CheckRunRecord = {
  id: number;
  repositoryId: number;
  sha: string;
  app: string;
  name: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
};

export type ActivityType = 'push' | 'force_push' | 'branch_creation' | 'branch_deletion' | 'pr_merge';

export type ActivityRecord = {
  id: number;
  repositoryId: number;
  /** null once the account is gone. */
  userId: number | null;
  branch: string;
  before: string;
  after: string;
  type: ActivityType;
  createdAt: number;
};

/** A branch that was moved, of which the jobs have not heard yet. */
export type PendingPush = {
  id: number;
  repositoryId: number;
  branch: string;
  before: string;
  after: string;
  userId: number;
  isMerge: boolean;
};

export type State = {
  version: 1;
  counters: Record<string, number>;
  users: UserRecord[];
  repositories: RepositoryRecord[];
  pulls: PullRecord[];
  comments: CommentRecord[];
  reviews: ReviewRecord[];
  statuses: StatusRecord[];
  checkRuns: CheckRunRecord[];
  activities: ActivityRecord[];
  pendingPushes: PendingPush[];
};

export function emptyState(): State {
  return {
    version: 1,
    counters: {},
    users: [],
    repositories: [],
    pulls: [],
    comments: [],
    reviews: [],
    statuses: [],
    checkRuns: [],
    activities: [],
    pendingPushes: [],
  };
}
