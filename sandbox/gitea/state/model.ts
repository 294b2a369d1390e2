import type { JsonWebKey } from 'node:crypto';
import { randomToken } from '../../digest.ts';
import type { ApplicationRecord, Challenge, GrantRecord, SessionRecord } from '../../oauth/records.ts';

/** A person, or an organization, which owns repositories and never asks for anything. */
export type UserRecord = {
  id: number;
  login: string;
  fullName: string;
  email: string;
  isOrganization: boolean;
  isAdmin: boolean;
  /** null for those who cannot sign in with one. */
  password: { salt: string; hash: string } | null;
  /** What they do is in nobody's feed but their own and administrators'. */
  keepsActivityPrivate: boolean;
  createdAt: number;
};

export type TokenRecord = {
  id: number;
  userId: number;
  name: string;
  /** The text itself is not kept. */
  digest: string;
  scopes: string[];
  isRevoked: boolean;
};

/** A team of an organization; whoever is in one is in the organization. */
export type TeamRecord = { organizationId: number; name: string; memberIds: number[] };

/** That a person lets an application act for them, with the newest scopes and nonce that it asked for. */
export type ConsentRecord = {
  id: number;
  applicationId: number;
  userId: number;
  scope: string;
  nonce: string | null;
  /** How many pairs of tokens were made, where refresh tokens work once. */
  counter: number;
};

/** What a browser was asked, and has not answered. */
export type QuestionRecord = {
  /** Of the browser's cookie. */
  digest: string;
  clientId: string;
  redirectUri: string;
  state: string;
  challenge: Challenge | null;
};

export type Permission = 'read' | 'write' | 'admin';

export type MergeSettings = {
  merge: boolean;
  rebase: boolean;
  rebaseMerge: boolean;
  squash: boolean;
  fastForwardOnly: boolean;
};

export type ProtectionRecord = {
  name: string;
  /** Logins; null for everybody who may write. */
  pushers: string[] | null;
  isPushDisabled: boolean;
  mergers: string[] | null;
  /** null where statuses are not looked at. */
  statusCheckContexts: string[] | null;
  requiredApprovals: number;
  dismissStaleApprovals: boolean;
  blockOnRejectedReviews: boolean;
  blockOnOutdatedBranch: boolean;
};

export type RepositoryRecord = {
  id: number;
  ownerId: number;
  name: string;
  defaultBranch: string;
  isPrivate: boolean;
  isArchived: boolean;
  mergeSettings: MergeSettings;
  collaborators: { userId: number; permission: Permission }[];
  protections: ProtectionRecord[];
  labels: { id: number; name: string; color: string; description: string }[];
  createdAt: number;
  updatedAt: number;
};

export type PullRecord = {
  id: number;
  repositoryId: number;
  /** Counted with the repository's issues. */
  index: number;
  authorId: number;
  title: string;
  body: string;
  isClosed: boolean;
  headBranch: string;
  baseBranch: string;
  /** What `refs/pull/<index>/head` stands at: a moment behind the branch after a push. */
  headSha: string;
  mergeBase: string | null;
  /** What the test for conflicts has found. */
  check: 'checking' | 'mergeable' | 'conflict';
  mergedSha: string | null;
  mergerId: number | null;
  mergedAt: number | null;
  closedAt: number | null;
  labelIds: number[];
  createdAt: number;
  updatedAt: number;
};

/** An entry of a pull request's timeline. What belongs to a review has its number. */
export type CommentRecord = {
  id: number;
  repositoryId: number;
  index: number;
  userId: number;
  type: 'comment' | 'code' | 'review' | 'pull_push' | 'close' | 'reopen' | 'merge_pull' | 'delete_branch';
  body: string;
  reviewId: number | null;
  /** Of code: the file, and the line, which is negative in the old file. */
  path: string | null;
  line: number | null;
  commitSha: string | null;
  createdAt: number;
};

export type ReviewState = 'APPROVED' | 'REQUEST_CHANGES' | 'COMMENT' | 'PENDING';

export type ReviewRecord = {
  id: number;
  repositoryId: number;
  index: number;
  userId: number;
  state: ReviewState;
  body: string;
  commitSha: string;
  /** Counts for a protected branch; only the newest of a person does. */
  isOfficial: boolean;
  /** What the pull request brings has changed since. */
  isStale: boolean;
  isDismissed: boolean;
  submittedAt: number;
};

export const STATUS_STATES = ['pending', 'success', 'error', 'failure', 'warning'] as const;
export type StatusState = (typeof STATUS_STATES)[number];

export type StatusRecord = {
  id: number;
  repositoryId: number;
  sha: string;
  state: StatusState;
  context: string;
  description: string;
  targetUrl: string;
  creatorId: number;
  createdAt: number;
};

/** An entry of the feed. */
export type ActivityRecord = {
  id: number;
  repositoryId: number;
  userId: number;
  opType: 'commit_repo' | 'delete_branch' | 'create_pull_request' | 'merge_pull_request' | 'close_pull_request';
  refName: string;
  content: string;
  createdAt: number;
};

/** A branch that was moved, of which the queue has not heard yet. */
export type PendingPush = {
  id: number;
  repositoryId: number;
  branch: string;
  before: string;
  after: string;
  userId: number;
};

export type State = {
  version: 1;
  counters: Record<string, number>;
  users: UserRecord[];
  /** Of forms that belong to one cookie. */
  secret: string;
  signingKey: JsonWebKey | null;
  teams: TeamRecord[];
  applications: ApplicationRecord[];
  grants: GrantRecord[];
  consents: ConsentRecord[];
  questions: QuestionRecord[];
  sessions: SessionRecord[];
  tokens: TokenRecord[];
  repositories: RepositoryRecord[];
  pulls: PullRecord[];
  comments: CommentRecord[];
  reviews: ReviewRecord[];
  statuses: StatusRecord[];
  activities: ActivityRecord[];
  pendingPushes: PendingPush[];
};

export function emptyState(): State {
  return {
    version: 1,
    counters: {},
    users: [],
    secret: randomToken(),
    signingKey: null,
    teams: [],
    applications: [],
    grants: [],
    consents: [],
    questions: [],
    sessions: [],
    tokens: [],
    repositories: [],
    pulls: [],
    comments: [],
    reviews: [],
    statuses: [],
    activities: [],
    pendingPushes: [],
  };
}
