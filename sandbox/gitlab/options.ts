import type { SandboxClock } from '../clock.ts';
import type { FaultSwitches } from '../faults.ts';
import type { ProjectSettings } from './state/model.ts';

/** What a new GitLab begins with. Paths are full: `platform/gitops`, groups may be nested. */
export type GitLabSeed = {
  users: readonly SeedUser[];
  groups: readonly { path: string; name: string }[];
  projects: readonly SeedProject[];
  applications: readonly SeedApplication[];
  /** Personal access tokens, with their text. */
  tokens: readonly { username: string; name: string; token: string; scopes: readonly string[] }[];
  runners: readonly SeedRunner[];
  webhooks: readonly (WebhookTarget & { project: string })[];
};

export type SeedUser = {
  username: string;
  name: string;
  email: string;
  password: string;
  admin?: boolean;
  groups: readonly { path: string; accessLevel: number }[];
};

export type SeedProject = {
  path: string;
  name?: string;
  defaultBranch: string;
  files: ReadonlyMap<string, string>;
  members?: readonly { username: string; accessLevel: number }[];
  settings?: Partial<ProjectSettings>;
  /** Default: the default branch, which maintainers may push to and merge into. */
  protectedBranches?: readonly BranchRule[];
};

/** Levels as GitLab counts them: 0 no one, 30 developers and up, 40 maintainers and up. */
export type BranchRule = {
  name: string;
  pushAccessLevel: number;
  mergeAccessLevel: number;
  allowForcePush?: boolean;
};

export type SeedApplication = {
  name: string;
  clientId: string;
  clientSecret: string;
  redirectUris: readonly string[];
  scopes: readonly string[];
  /** Skips the question whether the person agrees. */
  trusted?: boolean;
  /** False for one that cannot keep a secret; it must use PKCE. */
  confidential?: boolean;
};

export type SeedRunner = {
  description: string;
  runnerType: 'instance_type' | 'group_type' | 'project_type';
  /** For group and project runners: the path. */
  owner?: string;
  tagList: readonly string[];
  runUntagged?: boolean;
  paused?: boolean;
  locked?: boolean;
  /** Takes jobs of protected branches and tags only. */
  protectedOnly?: boolean;
  version?: string;
  platform?: string;
  architecture?: string;
  ipAddress?: string;
  maintenanceNote?: string;
  /** `online` calls in all the time; a number is how many minutes ago it last did; `never` it did not yet. */
  contact: 'online' | 'never' | number;
};

export type WebhookTarget = {
  url: string;
  token: string;
  /** `whsec_…`, as GitLab 19 takes it beside or in place of the token. */
  signingToken?: string;
  events?: { push?: boolean; mergeRequests?: boolean; pipeline?: boolean };
};

/** How long GitLab's background work takes, in sandbox ms. */
export type Delays = {
  /** From a push to its events, diff versions, pipelines and hooks. */
  afterPushMs: number;
  /** `checking` lasts this long. */
  mergeCheckMs: number;
  /** A job waits this long for its runner. */
  jobQueueMs: number;
  jobRunMs: number;
};

export const DEFAULT_DELAYS: Delays = { afterPushMs: 100, mergeCheckMs: 400, jobQueueMs: 2000, jobRunMs: 8000 };

export type RateLimit = { requestsPerPeriod: number; periodSeconds: number };

export type GitLabOptions = {
  stateDir: string;
  /** 0 takes a free one. */
  port: number;
  /** The address people and clients use, when it is not `http://127.0.0.1:<port>`. Without a trailing slash. */
  externalUrl?: string;
  clock: SandboxClock;
  faults: FaultSwitches;
  seed: GitLabSeed;
  delays?: Partial<Delays>;
  /** Off unless set, as in a new GitLab. */
  rateLimit?: RateLimit;
};
