/** Whose runners they are: of an organization, or of one repository of it. */
export type Scope = { organization: string; repository: string | null };

export type RunnerGroup = {
  id: number;
  name: string;
  organization: string;
  isDefault: boolean;
  /** The repositories that may use it, by their short names; null is all of them. */
  repositories: string[] | null;
  /** Whether public repositories may use it; GitHub's own choice is that they may not. */
  allowsPublic?: boolean;
  /** Whether named workflows alone may use it. */
  isForWorkflows?: boolean;
};

/** What the Actions Runner Controller registers: a name and labels that stand for runners still to come. */
export type ScaleSet = { id: number; name: string; labels: string[]; scope: Scope; groupId: number };

export type Runner = {
  /** Unique in the sandbox. */
  id: number;
  /** Its id as the API tells it, unique in its organization or repository only. */
  number: number;
  name: string;
  os: 'linux' | 'macos' | 'windows';
  architecture: 'X64' | 'ARM64';
  /** Besides `self-hosted`, the system and the architecture. */
  labels: string[];
  status: 'online' | 'offline';
  scope: Scope;
  groupId: number;
  version: string;
  /** Gone after one job. */
  isEphemeral: boolean;
  /** The scale set that it came for; null for one that somebody registered by hand. */
  scaleSetId: number | null;
  jobId: number | null;
};

export type Job = {
  id: number;
  runId: number;
  /** `organization/repository` */
  repository: string;
  workflow: string;
  /** The commit it is for. */
  headSha?: string;
  name: string;
  labels: string[];
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: 'success' | 'failure' | 'cancelled' | null;
  /** How long it runs; null runs until somebody ends it. */
  seconds: number | null;
  /** Where it runs: `id` is null for one of GitHub's own runners. */
  runner: { id: number | null; number: number; name: string; groupId: number; groupName: string } | null;
  /** In ms since 1970, sandbox time. */
  createdAt: number;
  startedAt: number | null;
  completedAt: number | null;
};

export function isWithin(scope: Scope, repository: string): boolean {
  return scope.repository === null
    ? repository.startsWith(`${scope.organization}/`)
    : repository === `${scope.organization}/${scope.repository}`;
}

/** The scope that an address names: `https://github.com/org` or `https://github.com/org/repository`. */
export function scopeOf(configUrl: string): Scope | null {
  const path = URL.canParse(configUrl) ? new URL(configUrl).pathname.split('/').filter((part) => part !== '') : [];
  const [organization, repository = null, ...more] = path;
  return organization === undefined || more.length > 0 ? null : { organization, repository };
}

/** Every label that GitHub shows of a runner. One of a scale set has the set's alone. */
export function shownLabels({ os, architecture, labels, scaleSetId }: Runner): { name: string; isOwn: boolean }[] {
  const system = { linux: 'Linux', macos: 'macOS', windows: 'Windows' }[os];
  const builtIn = scaleSetId === null ? ['self-hosted', system, architecture] : [];
  return [...builtIn.map((name) => ({ name, isOwn: false })), ...labels.map((name) => ({ name, isOwn: true }))];
}

/** A job goes to a runner that has all of its labels; case does not count. */
export function hasLabels(labels: readonly string[], wanted: readonly string[]): boolean {
  const had = new Set(labels.map((label) => label.toLowerCase()));
  return wanted.length > 0 && wanted.every((label) => had.has(label.toLowerCase()));
}
