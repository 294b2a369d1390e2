import { describe, expect, it } from 'vitest';
import { runner } from '#lib/testing/runner.ts';
import type { JobQuestion, TakeOutcome, TakeReason } from './job-question.ts';
import type { Runner, RunnerManager, ScaleSet } from './runner.ts';
import { takesJob } from './takes-job.ts';

const JOB: JobQuestion = {
  forge: 'gitlab',
  labels: [],
  repository: 'platform/gitops-platform',
  group: '',
  isProtected: false,
  architectures: [],
};
const GITHUB: Partial<Runner> = {
  forge: 'github',
  runsUntagged: false,
  scope: { level: 'organization', paths: ['acme'] },
};
const HUB: Partial<JobQuestion> = { forge: 'github', repository: 'acme/web', labels: ['self-hosted'] };
const SET: ScaleSet = {
  namespace: 'arc-runners',
  min: 0,
  max: 3,
  current: 0,
  pending: 0,
  running: 0,
  failed: 0,
  phase: 'Running',
  hasListener: true,
};
const ARC: Partial<Runner> = { ...GITHUB, kind: 'scale-set', name: 'arc-gpu', labels: ['arc-gpu'], scaleSet: SET };
const manager = (change: Partial<RunnerManager>): RunnerManager => ({
  id: '1',
  name: 's_1',
  status: 'online',
  version: null,
  platform: null,
  architecture: null,
  contactedAt: null,
  ...change,
});

type Case = {
  it: string;
  runner?: Partial<Runner>;
  job?: Partial<JobQuestion>;
  outcome: TakeOutcome;
  codes?: TakeReason['code'][];
  says?: string;
};

const GITLAB_CASES: Case[] = [
  { it: 'an untagged job goes to a runner that runs untagged jobs', outcome: 'takes' },
  {
    it: 'an untagged job does not go to one that does not, whatever its tags',
    runner: { runsUntagged: false, labels: ['amd64'] },
    outcome: 'no',
    codes: ['labels-wanted'],
    says: 'It does not run jobs without tags.',
  },
  {
    it: 'all tags of the job are on the runner, which may have more',
    runner: { labels: ['gpu', 'amd64', 'docker'], runsUntagged: false },
    job: { labels: ['docker', 'gpu'] },
    outcome: 'takes',
  },
  {
    it: 'a runner that runs untagged jobs still needs the tags of a tagged one',
    runner: { labels: [], runsUntagged: true },
    job: { labels: ['gpu'] },
    outcome: 'no',
    codes: ['label-missing'],
    says: 'It does not have the tag "gpu".',
  },
  {
    it: 'every tag that is missing is named once',
    runner: { labels: ['amd64'] },
    job: { labels: ['gpu', 'amd64', 'cuda', 'gpu'] },
    outcome: 'no',
    codes: ['label-missing'],
    says: 'It does not have the tags "gpu" and "cuda".',
  },
  {
    it: 'capitals count in tags, and it says so',
    runner: { labels: ['GPU'] },
    job: { labels: ['gpu'] },
    outcome: 'no',
    codes: ['label-missing'],
    says: 'It does not have the tag "gpu", though it has "GPU": capitals count.',
  },
  {
    it: 'a paused runner takes nothing, even while it is online',
    runner: { paused: true },
    outcome: 'no',
    codes: ['paused'],
  },
  { it: 'an offline one takes nothing', runner: { status: 'offline' }, outcome: 'no', codes: ['not-online'] },
  { it: 'a stale one takes nothing', runner: { status: 'stale' }, outcome: 'no', codes: ['not-online'] },
  {
    it: 'one that never called in takes nothing',
    runner: { status: 'never_contacted' },
    outcome: 'no',
    codes: ['not-online'],
    says: 'It was registered and has never called in.',
  },
  {
    it: 'everything that stands against it is told, not the first thing only',
    runner: { paused: true, status: 'offline', runsUntagged: false, protectedOnly: true },
    outcome: 'no',
    codes: ['paused', 'not-online', 'labels-wanted', 'protected-only'],
  },
  {
    it: 'a runner for protected branches does not take another',
    runner: { protectedOnly: true },
    outcome: 'no',
    codes: ['protected-only'],
  },
  { it: 'and takes a protected one', runner: { protectedOnly: true }, job: { isProtected: true }, outcome: 'takes' },
  {
    it: 'a group runner takes jobs of groups below its own',
    runner: { scope: { level: 'group', paths: ['Platform'] } },
    job: { repository: 'platform/apps/web' },
    outcome: 'takes',
  },
  {
    it: 'and not of a group whose name only begins the same',
    runner: { scope: { level: 'group', paths: ['plat'] } },
    outcome: 'no',
    codes: ['other-scope'],
    says: 'It belongs to the group plat, and platform/gitops-platform is not in it.',
  },
  {
    it: 'a project runner takes jobs of its projects',
    runner: { scope: { level: 'project', paths: ['a/b', 'platform/gitops-platform'] }, locked: true },
    outcome: 'takes',
  },
  {
    it: 'and of no project below one of them',
    runner: { scope: { level: 'project', paths: ['platform'] } },
    outcome: 'no',
    codes: ['other-scope'],
    says: 'It is for platform only, and was not given to platform/gitops-platform.',
  },
  {
    it: 'a locked one says that it cannot be given',
    runner: { scope: { level: 'project', paths: ['a/b', 'a/c', 'a/d', 'a/e', 'a/f'] }, locked: true },
    outcome: 'no',
    codes: ['other-scope'],
    says: 'It is locked to a/b, a/c, a/d and 2 more, so it cannot be given to platform/gitops-platform.',
  },
  {
    it: 'without a repository nobody asks whose it is',
    runner: { scope: { level: 'project', paths: ['a/b'] } },
    job: { repository: '' },
    outcome: 'takes',
  },
  {
    it: 'what could not be read makes no promise',
    runner: { labels: null, runsUntagged: null },
    job: { labels: ['gpu'] },
    outcome: 'unknown',
    codes: ['unread'],
  },
  { it: 'nor for a job without tags', runner: { runsUntagged: null }, outcome: 'unknown', codes: ['unread'] },
  {
    it: 'nor about projects',
    runner: { scope: { level: 'project', paths: null }, protectedOnly: null },
    outcome: 'unknown',
    codes: ['unread', 'unread'],
  },
  {
    it: 'what is known against it counts more than what is not known',
    runner: { labels: null, paused: true },
    job: { labels: ['gpu'] },
    outcome: 'no',
    codes: ['paused'],
  },
  {
    it: 'an image of another architecture is handed over and fails',
    runner: { architecture: 'arm64' },
    job: { architectures: ['x86_64'] },
    outcome: 'fails',
    codes: ['architecture'],
    says: 'It is arm64, and the image is for amd64 only: it would be handed the job, and the job would fail there.',
  },
  {
    it: 'an image for several architectures runs on each of them',
    runner: { architecture: 'aarch64' },
    job: { architectures: ['amd64', 'linux/arm64'] },
    outcome: 'takes',
  },
  {
    it: 'a machine that nobody knows is no reason',
    runner: { architecture: null },
    job: { architectures: ['amd64'] },
    outcome: 'takes',
  },
  {
    it: 'the machines that are there count, not those that are gone',
    runner: {
      architecture: 'arm64',
      managers: [manager({ architecture: 'amd64' }), manager({ id: '2', status: 'offline', architecture: 'arm64' })],
    },
    job: { architectures: ['amd64'] },
    outcome: 'takes',
  },
  {
    it: 'of machines that differ, some would fail',
    runner: { managers: [manager({ architecture: 'amd64' }), manager({ id: '2', architecture: 'arm64' })] },
    job: { architectures: ['amd64'] },
    outcome: 'fails',
    codes: ['architecture'],
    says: 'Some of its machines are arm64, and the image is for amd64 only: it would be handed the job, and the job would fail there.',
  },
  { it: 'a busy one takes it when it has room', runner: { busy: true }, outcome: 'takes', codes: ['busy'] },
  { it: 'a job of GitHub is not for it', job: { forge: 'github' }, outcome: 'no', codes: ['other-forge'] },
];

const GITHUB_CASES: Case[] = [
  {
    it: 'all labels of runs-on are on one runner, in capitals or not',
    runner: { ...GITHUB, labels: ['self-hosted', 'Linux', 'X64', 'gpu'] },
    job: { ...HUB, labels: ['self-hosted', 'linux', 'x64', 'GPU'] },
    outcome: 'takes',
  },
  {
    it: 'one label that is missing is enough',
    runner: { ...GITHUB, labels: ['self-hosted', 'Linux'] },
    job: { ...HUB, labels: ['self-hosted', 'arm64'] },
    outcome: 'no',
    codes: ['label-missing'],
    says: 'It does not have the label "arm64".',
  },
  {
    it: 'runs-on may not be empty',
    runner: { ...GITHUB, labels: ['self-hosted'] },
    job: { ...HUB, labels: [] },
    outcome: 'no',
    codes: ['labels-wanted'],
  },
  {
    it: 'but a group alone is enough',
    runner: { ...GITHUB, labels: ['self-hosted'], group: { name: 'GPU', repositories: null } },
    job: { ...HUB, labels: [], group: 'gpu' },
    outcome: 'takes',
  },
  {
    it: 'a runner of another group is not asked',
    runner: { ...GITHUB, labels: ['self-hosted'], group: { name: 'Default', repositories: null } },
    job: { ...HUB, group: 'gpu' },
    outcome: 'no',
    codes: ['other-group'],
    says: 'It is in the runner group "Default", and the job asks for "gpu".',
  },
  {
    it: 'a group that is open to some repositories is closed to others',
    runner: { ...GITHUB, labels: ['self-hosted'], group: { name: 'GPU', repositories: ['acme/models'] } },
    job: HUB,
    outcome: 'no',
    codes: ['other-group'],
    says: 'Its runner group "GPU" is not open to acme/web.',
  },
  {
    it: 'an organization is not its neighbour',
    runner: { ...GITHUB, labels: ['self-hosted'], scope: { level: 'organization', paths: ['acme-labs'] } },
    job: HUB,
    outcome: 'no',
    codes: ['other-scope'],
  },
  {
    it: 'a runner of one repository takes its jobs',
    runner: { ...GITHUB, labels: ['self-hosted'], scope: { level: 'repository', paths: ['Acme/Web'] } },
    job: HUB,
    outcome: 'takes',
  },
];

const ARC_CASES: Case[] = [
  { it: 'a scale set answers to its name', runner: ARC, job: { ...HUB, labels: ['ARC-gpu'] }, outcome: 'takes' },
  {
    it: 'and not to self-hosted, unless it has that label',
    runner: ARC,
    job: { ...HUB, labels: ['self-hosted', 'arc-gpu'] },
    outcome: 'no',
    codes: ['label-missing'],
  },
  {
    it: 'with several labels all of the job’s must be among them',
    runner: { ...ARC, labels: ['gpu', 'linux'] },
    job: { ...HUB, labels: ['linux', 'gpu'] },
    outcome: 'takes',
  },
  {
    it: 'without a listener it gets no jobs',
    runner: { ...ARC, status: 'offline', scaleSet: { ...SET, hasListener: false } },
    job: { ...HUB, labels: ['arc-gpu'] },
    outcome: 'no',
    codes: ['no-listener'],
  },
  {
    it: 'none running is nothing wrong: they come with the job',
    runner: { ...ARC, scaleSet: { ...SET, min: 0, current: 0 } },
    job: { ...HUB, labels: ['arc-gpu'] },
    outcome: 'takes',
  },
  {
    it: 'a full one makes the job wait',
    runner: { ...ARC, scaleSet: { ...SET, current: 3, running: 3 } },
    job: { ...HUB, labels: ['arc-gpu'] },
    outcome: 'takes',
    codes: ['busy'],
  },
  {
    it: 'failed runners that hold every place keep all jobs out',
    runner: { ...ARC, scaleSet: { ...SET, current: 3, failed: 3 } },
    job: { ...HUB, labels: ['arc-gpu'] },
    outcome: 'no',
    codes: ['no-place'],
    says: 'Failed runners hold all of its 3 places until somebody removes them.',
  },
];

describe.each([
  ['GitLab', GITLAB_CASES],
  ['GitHub', GITHUB_CASES],
  ['ARC', ARC_CASES],
])('which runner takes a job of %s', (_, cases) => {
  it.each(cases)('$it', (each) => {
    const answer = takesJob(runner(each.runner), { ...JOB, ...each.job });
    expect(answer.reasons.map(({ code }) => code)).toEqual(each.codes ?? []);
    expect(answer.outcome).toBe(each.outcome);
    if (each.says !== undefined) {
      expect(answer.reasons.map(({ text }) => text)).toContain(each.says);
    }
    for (const { text } of answer.reasons) {
      expect(text).toMatch(/^[A-Z].*\.$/);
    }
  });
});
