import type { SandboxClock } from '../clock.ts';
import type { FaultSwitches } from '../faults.ts';
import type { MergeSettings, Permission } from './state/model.ts';

/** What a new Gitea begins with. Repositories are `owner/name`. */
export type GiteaSeed = {
  users: readonly SeedUser[];
  organizations: readonly SeedOrganization[];
  /** OAuth2 applications of the whole instance. */
  applications?: readonly SeedApplication[];
  repositories: readonly SeedRepository[];
  /** Access tokens, with their text. */
  tokens: readonly { login: string; name: string; token: string; scopes: readonly string[] }[];
};

export type SeedUser = {
  login: string;
  fullName: string;
  email: string;
  admin?: boolean;
  /** Without one they cannot sign in to the pages. */
  password?: string;
};

export type SeedOrganization = {
  login: string;
  fullName: string;
  /** With the logins of their members. */
  teams?: readonly { name: string; members: readonly string[] }[];
};

export type SeedApplication = {
  name: string;
  clientId: string;
  clientSecret: string;
  redirectUris: readonly string[];
  /** Nobody is asked for it, not even the first time. */
  trusted?: boolean;
};

export type SeedRepository = {
  path: string;
  defaultBranch: string;
  files: ReadonlyMap<string, string>;
  collaborators: readonly { login: string; permission: Permission }[];
  /** Others do not see that it is there. Default: true. */
  private?: boolean;
  mergeSettings?: Partial<MergeSettings>;
  protections?: readonly BranchRule[];
};

/** A rule over branches, as far as it decides who may push and merge. What is left out is not asked for. */
export type BranchRule = {
  /** A branch's name; a `*` at its end stands for any rest. */
  name: string;
  /** False: nobody pushes. A list: those alone do. */
  push?: boolean | readonly string[];
  /** Those alone may merge; without it everybody who may write. */
  mergers?: readonly string[];
  statusCheckContexts?: readonly string[];
  requiredApprovals?: number;
  dismissStaleApprovals?: boolean;
  blockOnRejectedReviews?: boolean;
  blockOnOutdatedBranch?: boolean;
};

/** How long Gitea's queues take, in sandbox ms. */
export type Delays = {
  /** From a push to its activities and to what it changes of pull requests. */
  afterPushMs: number;
  /** A pull request is `mergeable: false` for as long as it is tested for conflicts. */
  mergeCheckMs: number;
};

export const DEFAULT_DELAYS: Delays = { afterPushMs: 100, mergeCheckMs: 400 };

export type GiteaOptions = {
  stateDir: string;
  /** 0 takes a free one. */
  port: number;
  /** The address people and clients use, when it is not `http://127.0.0.1:<port>`. Without a trailing slash. */
  externalUrl?: string;
  clock: SandboxClock;
  faults: FaultSwitches;
  seed: GiteaSeed;
  delays?: Partial<Delays>;
  /** `INVALIDATE_REFRESH_TOKENS`: each works once. Default: false, as Gitea comes. */
  invalidateRefreshTokens?: boolean;
  /** What it says it is; `11.0.3+gitea-1.22.0` is a Forgejo. */
  version?: string;
};
