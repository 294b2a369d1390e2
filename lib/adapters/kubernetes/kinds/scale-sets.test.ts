import { describe, expect, it } from 'vitest';
import { RUNNER_SET_LISTENER_KIND } from './autoscalinglistener.ts';
import { RUNNER_SET_KIND } from './autoscalingrunnerset.ts';
import { EPHEMERAL_RUNNER_KIND } from './ephemeralrunner.ts';

const metadata = { name: 'arc-gpu', namespace: 'arc-runners', uid: 'u' };
const set = (spec: object, status: object = {}) => RUNNER_SET_KIND.toDomain({ metadata, spec, status });

describe('AutoscalingRunnerSet', () => {
  it('keeps its limits, its counts and what jobs must ask for', () => {
    const value = set(
      {
        githubConfigUrl: 'https://github.example.com/octo/repo',
        runnerScaleSetName: 'gpu',
        runnerScaleSetLabels: ['cuda', 'gpu', 'a100'],
        runnerGroup: 'expensive',
        minRunners: 1,
        maxRunners: 4,
        template: { spec: { nodeSelector: { 'kubernetes.io/arch': 'arm64' } } },
      },
      {
        currentRunners: 3,
        pendingEphemeralRunners: 1,
        runningEphemeralRunners: 1,
        failedEphemeralRunners: 1,
        phase: 'Running',
      },
    );
    expect(value).toEqual({
      id: 'arc-runners/arc-gpu',
      namespace: 'arc-runners',
      name: 'gpu',
      labels: ['gpu', 'cuda', 'a100'],
      scope: { level: 'repository', paths: ['octo/repo'] },
      group: 'expensive',
      url: 'https://github.example.com/octo/repo',
      platform: 'linux',
      architecture: 'arm64',
      min: 1,
      max: 4,
      current: 3,
      pending: 1,
      running: 1,
      failed: 1,
      phase: 'Running',
    });
  });

  it('is as old versions wrote it: one label, which is its name, `state`, and no limit', () => {
    expect(set({ githubConfigUrl: 'https://github.com/octo' }, { state: 'Running', currentRunners: 0 })).toMatchObject({
      name: 'arc-gpu',
      labels: ['arc-gpu'],
      group: 'Default',
      min: 0,
      max: null,
      phase: 'Running',
      scope: { level: 'organization', paths: ['octo'] },
    });
  });

  it.each([
    [
      'https://github.com/enterprises/corp',
      { level: 'enterprise', paths: ['corp'] },
      'https://github.com/enterprises/corp',
    ],
    ['javascript:alert(1)', { level: 'organization', paths: null }, ''],
    ['https://user:secret@github.com/octo', { level: 'organization', paths: null }, ''],
    [undefined, { level: 'organization', paths: null }, ''],
  ])('%j serves %j and can be opened at %j', (githubConfigUrl, scope, url) => {
    expect(set({ githubConfigUrl })).toMatchObject({ scope, url });
  });
});

describe('AutoscalingListener', () => {
  it('is known by the name of its pod, and by the set that it listens for', () => {
    const spec = { autoscalingRunnerSetNamespace: 'arc-runners', autoscalingRunnerSetName: 'arc-gpu' };
    const value = RUNNER_SET_LISTENER_KIND.toDomain({
      metadata: { name: 'arc-gpu-1-listener', namespace: 'arc-systems' },
      spec,
    });
    expect(value).toEqual({ id: 'arc-systems/arc-gpu-1-listener', setId: 'arc-runners/arc-gpu' });
  });
});

describe('EphemeralRunner', () => {
  const labels = {
    'actions.github.com/scale-set-name': 'arc-gpu',
    'actions.github.com/scale-set-namespace': 'arc-runners',
  };
  const runner = (status: object, githubConfigUrl = 'https://github.com/octo') =>
    EPHEMERAL_RUNNER_KIND.toDomain({
      metadata: { ...metadata, name: 'arc-gpu-x', labels },
      spec: { githubConfigUrl },
      status,
    });

  it('tells which job it does', () => {
    const value = runner({
      phase: 'Running',
      ready: true,
      jobId: 'g',
      jobDisplayName: 'build',
      jobRepositoryName: 'octo/repo',
      jobWorkflowRef: 'octo/repo/.github/workflows/ci.yaml@refs/heads/main',
      workflowRunId: 17,
    });
    expect(value).toMatchObject({ setId: 'arc-runners/arc-gpu', ready: true });
    expect(value.job).toEqual({
      id: 'g',
      name: 'build',
      repository: 'octo/repo',
      ref: 'main',
      startedAt: null,
      queuedMs: null,
      url: 'https://github.com/octo/repo/actions/runs/17',
    });
  });

  it('tells why it failed for good', () => {
    const message = 'Pod has failed to start more than 5 times';
    const value = runner({ phase: 'Failed', reason: 'TooManyPodFailures', message, failures: { a: '', b: '' } });
    expect(value).toMatchObject({
      phase: 'Failed',
      reason: 'TooManyPodFailures',
      message,
      failures: 2,
      ready: false,
      job: null,
    });
  });

  it.each(['../../etc', 'octo/repo/../../..', 'octo'])('never links to %j', (jobRepositoryName) => {
    expect(runner({ jobId: 'g', jobRepositoryName, workflowRunId: 1 }).job?.url).toBeNull();
  });
});
