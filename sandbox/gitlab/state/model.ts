import type { JsonWebKey } from 'node:crypto';
import type { ApplicationRecord, GrantRecord, SessionRecord } from '../../oauth/records.ts';

/** Times in the state are ms since 1970 in sandbox time, unless a field says otherwise. */
export type UserRecord = {
  id: number;
  username: string;
  name: string;
  email: string;
  passwordSalt: string;
  passwordHash: string;
  isAdmin: boolean;
  isBlocked: boolean;
  createdAt: number;
  lastSignInAt: number | null;
};

export type GroupRecord = { id: number; path: string; name: string; parentId: number | null; createdAt: number };

/** A user's role in a group or project: 10 guest, 20 reporter, 30 developer, 40 maintainer, 50 owner. */
export type MemberRecord = { source: 'group' | 'project'; sourceId: number; userId: number; accessLevel: number };

/** Who may push to and merge into branches that fit `name` (`*` stands for any run of characters). 0 is no one. */
export type ProtectedBranchRecord = {
  id: number;
  name: string;
  pushAccessLevel: number;
  mergeAccessLevel: number;
  allowForcePush: boolean;
};

export type ProjectSettings = {
  visibility: 'private' | 'internal' | 'public';
  isArchived: boolean;
  onlyAllowMergeIfPipelineSucceeds: boolean;
  allowMergeOnSkippedPipeline: boolean;
  onlyAllowMergeIfAllDiscussionsAreResolved: boolean;
  removeSourceBranchAfterMerge: boolean;
  /** Whether runners of the instance, and those of the groups above it, take its jobs. */
  sharedRunnersEnabled: boolean;
  groupRunnersEnabled: boolean;
};

export type ProjectRecord = {
  id: number;
  /** Last part of the path. */
  path: string;
  name: string;
  groupId: number;
  defaultBranch: string;
  creatorId: number;
  settings: ProjectSettings;
  protectedBranches: ProtectedBranchRecord[];
  createdAt: number;
  lastActivityAt: number;
  /** How jobs of this project end; a rule without `job` is for all of them, the first that fits counts. */
  outcomes: OutcomeRule[];
};

export type OutcomeRule = { job: string | null; ref: string | null; outcome: 'success' | 'failed' };

export type PersonalTokenRecord = {
  id: number;
  userId: number;
  name: string;
  /** SHA-256 of the token, hex. */
  digest: string;
  scopes: string[];
  createdAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
  isRevoked: boolean;
};

export type AccessTokenRecord = {
  id: number;
  digest: string;
  refreshDigest: string;
  applicationId: number;
  userId: number;
  scopes: string[];
  createdAt: number;
  expiresAt: number;
  isRevoked: boolean;
};

/** A line of one version of a difference; a number is null where the line is not on that side. */
export type NotePosition = Pick<DiffVersion, 'baseSha' | 'headSha' | 'startSha'> & {
  oldPath: string;
  newPath: string;
  oldLine: number | null;
  newLine: number | null;
};

export type NoteRecord = {
  id: number;
  mergeRequestId: number;
  discussionId: string;
  authorId: number;
  body: string;
  isSystem: boolean;
  /** Of one that is about a line. */
  position?: NotePosition;
  createdAt: number;
  updatedAt: number;
};

export type ApprovalRecord = { mergeRequestId: number; userId: number; createdAt: number };

/** One state of a merge request's difference, made at creation and at each push to its source. */
export type DiffVersion = { id: number; headSha: string; baseSha: string; startSha: string; createdAt: number };

export type MergeStatus = 'preparing' | 'unchecked' | 'checking' | 'can_be_merged' | 'cannot_be_merged';

export type MergeRequestRecord = {
  id: number;
  iid: number;
  projectId: number;
  title: string;
  description: string | null;
  state: 'opened' | 'closed' | 'merged' | 'locked';
  sourceBranch: string;
  targetBranch: string;
  authorId: number;
  assigneeIds: number[];
  reviewerIds: number[];
  labels: string[];
  isSquash: boolean;
  forceRemoveSourceBranch: boolean;
  mergeStatus: MergeStatus;
  mergeError: string | null;
  rebaseInProgress: boolean;
  versions: DiffVersion[];
  changesCount: number;
  mergeCommitSha: string | null;
  squashCommitSha: string | null;
  mergedById: number | null;
  mergedAt: number | null;
  closedById: number | null;
  closedAt: number | null;
  preparedAt: number | null;
  createdAt: number;
  updatedAt: number;
};

export type JobStatus = 'created' | 'pending' | 'running' | 'success' | 'failed' | 'canceled' | 'skipped' | 'manual';

/** A job of a pipeline; `external` ones are commit statuses that somebody posted. */
export type JobRecord = {
  id: number;
  pipelineId: number;
  projectId: number;
  kind: 'build' | 'external';
  name: string;
  stage: string;
  stageIndex: number;
  status: JobStatus;
  allowFailure: boolean;
  isManual: boolean;
  tags: string[];
  script: string[];
  userId: number;
  runnerId: number | null;
  failureReason: string | null;
  description: string | null;
  targetUrl: string | null;
  coverage: number | null;
  isRetried: boolean;
  createdAt: number;
  queuedAt: number | null;
  startedAt: number | null;
  finishedAt: number | null;
};

export type PipelineStatus = JobStatus;

export type PipelineRecord = {
  id: number;
  iid: number;
  projectId: number;
  ref: string;
  sha: string;
  beforeSha: string;
  source: 'push' | 'web' | 'api' | 'external';
  status: PipelineStatus;
  stages: string[];
  yamlErrors: string | null;
  userId: number;
  createdAt: number;
  updatedAt: number;
  startedAt: number | null;
  finishedAt: number | null;
};

export type RunnerRecord = {
  id: number;
  description: string;
  runnerType: 'instance_type' | 'group_type' | 'project_type';
  groupId: number | null;
  projectIds: number[];
  tagList: string[];
  runUntagged: boolean;
  isPaused: boolean;
  isLocked: boolean;
  accessLevel: 'not_protected' | 'ref_protected';
  maximumTimeoutSeconds: number | null;
  version: string;
  revision: string;
  platform: string;
  architecture: string;
  ipAddress: string;
  maintenanceNote: string | null;
  createdAt: number;
  /** `regular`: its machine is up and calls in; a number is the last time it did; null means never. */
  contact: 'regular' | number | null;
};

export type HookRecord = {
  id: number;
  uuid: string;
  projectId: number;
  url: string;
  /** Sent along as it is. */
  token: string;
  /** Signs each delivery; hooks of older states have none. */
  signingToken?: string;
  createdAt: number;
  events: { push: boolean; mergeRequests: boolean; pipeline: boolean };
  /** In a row. */
  failures: number;
  backoffs: number;
  disabledUntil: number | null;
};

export type PushRecord = {
  action: 'created' | 'pushed' | 'removed';
  refType: 'branch' | 'tag';
  /** Without `refs/heads/`. */
  ref: string;
  commitFrom: string | null;
  commitTo: string | null;
  commitCount: number;
  commitTitle: string | null;
};

export type EventRecord = {
  id: number;
  projectId: number;
  authorId: number;
  createdAt: number;
} & (
  | { kind: 'push'; push: PushRecord }
  | {
      kind: 'merge_request';
      action: 'opened' | 'closed' | 'reopened' | 'accepted' | 'approved';
      mergeRequestId: number;
    }
);

/** A change of a ref whose follow-up work (events, merge requests, pipelines, hooks) is still to be done. */
export type PendingPush = {
  id: number;
  projectId: number;
  ref: string;
  before: string;
  after: string;
  userId: number;
};

export type State = {
  version: 1;
  /** Keys cookies, form tokens and `sub_legacy`. */
  secret: string;
  signingKey: JsonWebKey | null;
  counters: Record<string, number>;
  users: UserRecord[];
  groups: GroupRecord[];
  members: MemberRecord[];
  projects: ProjectRecord[];
  personalTokens: PersonalTokenRecord[];
  applications: ApplicationRecord[];
  grants: GrantRecord[];
  accessTokens: AccessTokenRecord[];
  sessions: SessionRecord[];
  mergeRequests: MergeRequestRecord[];
  notes: NoteRecord[];
  approvals: ApprovalRecord[];
  pipelines: PipelineRecord[];
  jobs: JobRecord[];
  runners: RunnerRecord[];
  hooks: HookRecord[];
  events: EventRecord[];
  pendingPushes: PendingPush[];
};
