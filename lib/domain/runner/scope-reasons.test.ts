import { describe, expect, it } from 'vitest';
import { runner } from '#lib/testing/runner.ts';
import type { AskedJob, TakeReason } from './job-question.ts';
import type { Runner, RunnerGroup } from './runner.ts';
import { takesJob } from './takes-job.ts';

type Case = [title: string, runner: Partial<Runner>, job: Partial<AskedJob>, outcome: string, says?: string];

const PLATFORM: Partial<Runner> = { scope: { level: 'group', paths: ['platform'] } };
const project = (instanceRunners: boolean, groupRunners: boolean) => ({ project: { instanceRunners, groupRunners } });
const PROJECT_CASES: Case[] = [
  ['lets those of the instance take its jobs', {}, project(true, false), 'takes'],
  [
    'has turned off those of the instance',
    {},
    project(false, true),
    'no',
    'The project platform/web has turned off the runners of the instance.',
  ],
  ['lets those of its groups take its jobs', PLATFORM, project(false, true), 'takes'],
  [
    'has turned off those of its groups',
    PLATFORM,
    project(true, false),
    'no',
    'The project platform/web has turned off the runners of its groups.',
  ],
  [
    'could not be looked at',
    {},
    { project: null },
    'unknown',
    'Whether platform/web lets runners of the instance take its jobs is not known.',
  ],
  [
    'could not be looked at, and has runners of its own',
    { scope: { level: 'project', paths: ['platform/web'] } },
    { project: null },
    'takes',
  ],
  ['is not said', {}, { repository: '', project: null }, 'takes'],
];

const inGroup = (group: RunnerGroup): Partial<Runner> => ({
  forge: 'github',
  labels: ['self-hosted'],
  scope: { level: 'organization', paths: ['acme'] },
  group,
});
const GROUP = { name: 'gpu', repositories: null };
const HUB: Partial<AskedJob> = { forge: 'github', labels: ['self-hosted'], repository: 'acme/web' };
const GROUP_CASES: Case[] = [
  [
    'nobody knows the name of, is neither this one nor another',
    inGroup({ name: null, repositories: null }),
    { ...HUB, group: 'gpu' },
    'unknown',
    'Which runner group it is in could not be read.',
  ],
  [
    'nobody says who may use, is not open to all',
    inGroup({ ...GROUP, limits: ['unread'] }),
    HUB,
    'unknown',
    'Its runner group "gpu": which repositories may use it is not known.',
  ],
  [
    'nobody says who may use, does for a job of any repository',
    inGroup({ ...GROUP, limits: ['unread'] }),
    { ...HUB, repository: '' },
    'takes',
  ],
  [
    'is for named workflows, may not be for this one',
    inGroup({ ...GROUP, limits: ['workflows'] }),
    HUB,
    'unknown',
    'Its runner group "gpu" takes named workflows only, and whether this is one is not known.',
  ],
  [
    'is closed to public repositories, says so where nobody knows of this one',
    inGroup({ ...GROUP, limits: ['private'] }),
    HUB,
    'takes',
    'Its runner group takes no jobs of public repositories.',
  ],
  [
    'is closed to public repositories, is so to this one',
    inGroup({ ...GROUP, limits: ['private'] }),
    { ...HUB, isPublic: true },
    'no',
    'Its runner group "gpu" takes no jobs of public repositories, and acme/web is one.',
  ],
  [
    'is closed to public repositories, is open to a private one',
    inGroup({ ...GROUP, limits: ['private'] }),
    { ...HUB, isPublic: false },
    'takes',
  ],
];

describe.each([
  ['project', PROJECT_CASES],
  ['runner group', GROUP_CASES],
])('who may use a runner: a %s that', (_, cases) => {
  it.each(cases)('%s', (_title, change, asked, outcome, says) => {
    const job: AskedJob = {
      forge: 'gitlab',
      labels: [],
      repository: 'platform/web',
      group: '',
      isProtected: true,
      architectures: [],
      ...asked,
    };
    const answer = takesJob(runner(change), job);
    const texts = answer.reasons.map(({ text }: TakeReason) => text);
    expect([answer.outcome, ...texts]).toEqual([outcome, ...(says === undefined ? [] : [says])]);
  });
});
