/** A runner as GitLab lists it. */
export type SeedRunner = {
  description: string;
  runnerType: 'instance_type' | 'group_type' | 'project_type';
  tags: string[];
  runsUntagged: boolean;
  locked: boolean;
  /** Takes jobs of protected branches and tags only. */
  protectedOnly?: boolean;
  paused: boolean;
  /** GitLab derives `status` from when it was last heard of. */
  status: 'online' | 'offline' | 'stale' | 'never_contacted';
  executor: string;
  architecture: string;
  platform: string;
  version: string;
  ipAddress: string;
  maximumTimeoutSeconds: number | null;
};

const RUNNER_VERSION = '17.7.1';

export const SEED_RUNNERS: readonly SeedRunner[] = [
  {
    description: 'kubernetes',
    runnerType: 'instance_type',
    tags: ['kubernetes', 'amd64'],
    runsUntagged: true,
    locked: false,
    paused: false,
    status: 'online',
    executor: 'kubernetes',
    architecture: 'amd64',
    platform: 'linux',
    version: RUNNER_VERSION,
    ipAddress: '10.42.0.31',
    maximumTimeoutSeconds: 3600,
  },
  {
    description: 'akula-prime-gpu',
    runnerType: 'group_type',
    tags: ['gpu', 'amd64'],
    runsUntagged: false,
    locked: false,
    paused: false,
    status: 'online',
    executor: 'docker',
    architecture: 'amd64',
    platform: 'linux',
    version: RUNNER_VERSION,
    ipAddress: '192.168.1.99',
    maximumTimeoutSeconds: 7200,
  },
  {
    description: 'pi-arm64',
    runnerType: 'instance_type',
    tags: ['arm64'],
    runsUntagged: false,
    locked: false,
    paused: true,
    status: 'offline',
    executor: 'docker',
    architecture: 'arm64',
    platform: 'linux',
    version: '17.5.0',
    ipAddress: '192.168.1.41',
    maximumTimeoutSeconds: null,
  },
  {
    description: 'gitops-deploy',
    runnerType: 'project_type',
    tags: ['deploy'],
    runsUntagged: false,
    locked: true,
    protectedOnly: true,
    paused: false,
    status: 'online',
    executor: 'docker',
    architecture: 'amd64',
    platform: 'linux',
    version: RUNNER_VERSION,
    ipAddress: '192.168.1.42',
    maximumTimeoutSeconds: 3600,
  },
];
