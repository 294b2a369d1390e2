import type { RunnerStatus } from '#lib/domain/runner/runner.ts';
import { runnerFleetConformance } from '#lib/ports/runner-fleet.conformance.ts';
import { PROJECT, SEED, startExample, stopExample, TOKENS, until } from '#sandbox/gitlab/testing/example-gitlab.ts';
import { createGitLabFleet } from './fleet.ts';

const OTHER_PROJECT = 'platform/apps/shop';
const DAY_MINUTES = 24 * 60;

type SeedRunner = (typeof SEED)['runners'][number];
/** What stands in each, and the status that GitLab makes of when it was last heard of. */
const RUNNERS: (SeedRunner & { status: RunnerStatus })[] = [
  {
    description: 'docker',
    runnerType: 'instance_type',
    tagList: ['docker', 'amd64'],
    runUntagged: true,
    contact: 'online',
    status: 'online',
  },
  {
    description: 'arm',
    runnerType: 'instance_type',
    tagList: ['arm64'],
    architecture: 'arm64',
    version: '17.5.0',
    paused: true,
    contact: 5 * 60,
    status: 'offline',
  },
  {
    description: 'gpu',
    runnerType: 'group_type',
    owner: 'platform',
    tagList: ['gpu'],
    contact: 10 * DAY_MINUTES,
    status: 'stale',
  },
  {
    description: 'deploy',
    runnerType: 'project_type',
    owner: PROJECT,
    tagList: ['deploy'],
    locked: true,
    protectedOnly: true,
    contact: 'never',
    status: 'never_contacted',
  },
  {
    description: 'shop',
    runnerType: 'project_type',
    owner: OTHER_PROJECT,
    tagList: [],
    contact: 'online',
    status: 'online',
  },
];

const CI = 'build:\n  tags: [docker]\n  script: [make]\n';

runnerFleetConformance('GitLab in the sandbox', async () => {
  const gitlab = await startExample({
    seed: { ...SEED, runners: RUNNERS },
    delays: { jobQueueMs: 10, jobRunMs: 24 * 3_600_000 },
  });
  // Rae maintains this one project and has no role in its group.
  gitlab.act.setGroupAccess('platform', 'rae', 0);
  gitlab.act.setProjectAccess(PROJECT, 'rae', 40);
  const as = (token: string, places = { groups: ['platform'], projects: [PROJECT] }, url = gitlab.url) =>
    createGitLabFleet({ id: 'gitlab', label: 'GitLab', url, token, timeoutMs: 10_000, clock: gitlab.clock, ...places });
  const api = (method: string, path: string) =>
    gitlab.api('root', method, `/projects/${encodeURIComponent(PROJECT)}${path}`);
  return {
    everything: as(TOKENS.root),
    some: as(TOKENS.rae),
    nothing: as(TOKENS.stranger),
    unreachable: as(TOKENS.root, undefined, 'http://127.0.0.1:9'),
    farSide: async () => ({
      all: RUNNERS.map(({ description, status, paused = false, tagList, ...machine }) => ({
        name: description,
        status,
        paused,
        labels: [...tagList].toSorted(),
        version: machine.version ?? '17.7.0',
        platform: machine.platform ?? 'linux',
        architecture: machine.architecture ?? 'amd64',
      })),
      // What serves the project, and no runner of the one beside it.
      some: ['docker', 'arm', 'gpu', 'deploy'],
    }),
    pause: async (name, isPaused) => gitlab.act.setRunnerPaused(name, isPaused),
    async startJob() {
      await gitlab.act.push(PROJECT, 'ci', { '.gitlab-ci.yml': CI }, 'ada');
      const [job] = await until(
        async () =>
          (await api('GET', '/jobs?scope[]=running')).body as { id: number; name: string; pipeline: { id: number } }[],
        (running) => running.length > 0,
      );
      return {
        job: job?.name ?? '',
        runner: 'docker',
        end: async () => void (await api('POST', `/pipelines/${job?.pipeline.id}/cancel`)),
      };
    },
    close: () => stopExample(gitlab),
  };
});
