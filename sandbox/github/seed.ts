import type { Runner, RunnerGroup } from './actions/model.ts';

/** The organization of the platform on GitHub. */
export const ORGANIZATION = 'homelab-platform';

export type SeedJob = {
  repository: string;
  workflow: string;
  /** The commit it is for. */
  headSha?: string;
  name: string;
  labels: string[];
  seconds: number | null;
};

export type GitHubSeed = {
  organization: string;
  /** Short names. */
  repositories: readonly string[];
  groups: readonly Omit<RunnerGroup, 'organization'>[];
  runners: readonly Omit<Runner, 'id' | 'number' | 'isEphemeral' | 'scaleSetId' | 'jobId'>[];
  /** How many jobs GitHub's own runners do at once; the rest wait for one. */
  hostedAtOnce: number;
  /** Short names; the others are private. */
  publicRepositories: readonly string[];
  /** Short names that repositories had before, with those they have now. */
  renamed: Readonly<Record<string, string>>;
  jobs: readonly SeedJob[];
};

const RUNNER_VERSION = '2.329.0';

export const GITHUB_SEED: GitHubSeed = {
  organization: ORGANIZATION,
  repositories: ['hello-platform', 'platform-docs', 'model-training'],
  groups: [
    { id: 1, name: 'Default', isDefault: true, repositories: null },
    { id: 2, name: 'gpu', isDefault: false, repositories: ['model-training'] },
  ],
  runners: [
    {
      name: 'gpu-workstation',
      os: 'linux',
      architecture: 'X64',
      labels: ['gpu', 'cuda'],
      status: 'online',
      scope: { organization: ORGANIZATION, repository: null },
      groupId: 2,
      version: RUNNER_VERSION,
    },
    {
      name: 'docs-pi',
      os: 'linux',
      architecture: 'ARM64',
      labels: ['docs'],
      status: 'offline',
      scope: { organization: ORGANIZATION, repository: 'platform-docs' },
      groupId: 1,
      version: '2.327.1',
    },
  ],
  // As many as an account that pays nothing has.
  hostedAtOnce: 20,
  publicRepositories: [],
  renamed: {},
  jobs: [
    {
      repository: `${ORGANIZATION}/platform-docs`,
      workflow: 'pages',
      name: 'publish',
      labels: ['ubuntu-latest'],
      seconds: 6 * 3600,
    },
    {
      repository: `${ORGANIZATION}/hello-platform`,
      workflow: 'ci',
      name: 'integration tests',
      labels: ['arc-linux-standard'],
      seconds: 6 * 3600,
    },
    {
      repository: `${ORGANIZATION}/hello-platform`,
      workflow: 'ci',
      name: 'build for arm64',
      labels: ['self-hosted', 'Linux', 'ARM64'],
      seconds: 120,
    },
  ],
};
