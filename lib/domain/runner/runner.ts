/** The forge whose jobs a runner takes. A scale set takes jobs of GitHub. */
export const RUNNER_FORGES = ['gitlab', 'github', 'gitea'] as const;
export type RunnerForge = (typeof RUNNER_FORGES)[number];

/** In the order of how far from working, the best first. */
export const RUNNER_STATUSES = ['online', 'offline', 'stale', 'never_contacted'] as const;
export type RunnerStatus = (typeof RUNNER_STATUSES)[number];

/** GitLab says instance, group and project; GitHub says enterprise, organization and repository. */
export const RUNNER_LEVELS = ['instance', 'group', 'project', 'enterprise', 'organization', 'repository'] as const;
export type RunnerLevel = (typeof RUNNER_LEVELS)[number];

/** Whose jobs it takes: everybody's below these paths. `paths` is null where nobody could read them. */
export type RunnerScope = { level: RunnerLevel; paths: string[] | null };

/** `unread`: who may use it is not known; `private`: no public repository may; `workflows`: named workflows alone may. */
export type GroupLimit = 'unread' | 'private' | 'workflows';

/** A runner group of GitHub. */
export type RunnerGroup = {
  /** null where the portal may not read it. */
  name: string | null;
  /** null where no repositories are named: all of the organization may use it, but for its limits. */
  repositories: string[] | null;
  /** Absent where there are none. */
  limits?: GroupLimit[];
};

/** One machine that runs under the runner's name. GitLab calls it a runner manager. */
export type RunnerManager = {
  id: string;
  name: string;
  status: RunnerStatus;
  version: string | null;
  platform: string | null;
  architecture: string | null;
  /** In ms since 1970, by the forge's clock. */
  contactedAt: number | null;
};

/** A job that runs on it now. */
export type RunnerJob = {
  id: string;
  name: string;
  repository: string;
  ref: string | null;
  /** In ms since 1970, by the forge's clock. */
  startedAt: number | null;
  /** How long it waited for a runner. */
  queuedMs: number | null;
  url: string | null;
};

/** What a scale set of the Actions Runner Controller has besides: runners that come and go with the jobs. */
export type ScaleSet = {
  namespace: string;
  min: number;
  /** null where nothing limits it. */
  max: number | null;
  current: number;
  pending: number;
  running: number;
  /** Failed for good; each holds a place of `max` until somebody removes it. */
  failed: number;
  /** `Pending`, `Running` or `Outdated`; '' where the controller wrote none. */
  phase: string;
  /** Whether its listener is there; without one it gets no jobs. null where that could not be seen. */
  hasListener: boolean | null;
};

/** One runner of the fleet, whatever forge it works for. What could not be read is null, which is not the same as none. */
export type Runner = {
  /** `source/number` for a forge's runner, `source/namespace/name` for a scale set. */
  id: string;
  /** The configured forge or cluster that told of it, by its id. */
  source: string;
  forge: RunnerForge;
  kind: 'runner' | 'scale-set';
  name: string;
  scope: RunnerScope;
  /** null where the forge has no runner groups. */
  group: RunnerGroup | null;
  status: RunnerStatus;
  paused: boolean;
  busy: boolean;
  /** GitLab calls them tags. */
  labels: string[] | null;
  runsUntagged: boolean | null;
  /** Cannot be given to another project. */
  locked: boolean | null;
  /** Takes jobs of protected branches and tags only. */
  protectedOnly: boolean | null;
  version: string | null;
  /** Of the forge itself, which its runners should not be behind; absent where that says nothing. */
  forgeVersion?: string;
  /** The operating system: `linux`. */
  platform: string | null;
  architecture: string | null;
  managers: RunnerManager[];
  /** Those that run now. Fewer than there are where the portal may not read a job's project. */
  jobs: RunnerJob[];
  /** In ms since 1970, by the forge's clock, which writes it down every 40 to 55 minutes only. */
  contactedAt: number | null;
  /** Its page on the forge; null where it has none. */
  url: string | null;
  scaleSet: ScaleSet | null;
  /** What could not be read of it and which right that takes, in sentences; empty when all is known. */
  unread: string[];
};

/** The architectures of its machines, in one spelling; empty where nobody knows. */
export function architecturesOf({ architecture, managers }: Pick<Runner, 'architecture' | 'managers'>): string[] {
  const machines = managers.filter(({ status }) => status === 'online');
  const told = [...machines.map((manager) => manager.architecture), ...(machines.length > 0 ? [] : [architecture])];
  const known = told.filter((each) => each !== null && each !== '') as string[];
  return [...new Set(known.map(canonicalArchitecture))].toSorted();
}

const SPELLINGS: Record<string, string> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  x64: 'amd64',
  aarch64: 'arm64',
  armv7l: 'arm',
  armhf: 'arm',
  i386: '386',
  i686: '386',
  x86: '386',
};

/** As images spell it (GOARCH): GitHub says X64, Linux says x86_64, images say amd64. */
export function canonicalArchitecture(architecture: string): string {
  const plain = architecture
    .trim()
    .toLowerCase()
    .replace(/^linux\//, '');
  return SPELLINGS[plain] ?? plain;
}
