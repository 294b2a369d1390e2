import { afterEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../kubernetes/object.ts';
import {
  ARC_REPOSITORY,
  ARC_SET,
  ARC_TOKEN,
  type ArcCluster,
  secretOf,
  startArcCluster,
} from './testing/arc-cluster.ts';
import { EPHEMERAL_RUNNER, LISTENER, RUNNER_SET } from './types.ts';

let stage: ArcCluster | undefined;
afterEach(() => stage?.close());

function start(...options: Parameters<typeof startArcCluster>): ArcCluster {
  stage = startArcCluster(...options);
  return stage;
}

const set = ({ store }: ArcCluster) => store.get(RUNNER_SET, 'arc-runners', ARC_SET);
const runners = ({ store }: ArcCluster) => store.list(EPHEMERAL_RUNNER, 'arc-runners');
const phases = (test: ArcCluster) => runners(test).map(({ status }) => status?.phase);
const listenerPods = (test: ArcCluster) =>
  test.pods('arc-systems').filter(({ metadata }) => metadata.name.endsWith('-listener'));
const job = (more: object = {}) => ({
  repository: ARC_REPOSITORY,
  workflow: 'ci',
  name: 'build',
  labels: [ARC_SET],
  seconds: 60,
  ...more,
});

describe('the Actions Runner Controller', () => {
  it('has a listener beside itself and the least number of runners, which GitHub lists', async () => {
    const test = start();
    await test.until('one runs', () => phases(test).join() === 'Running');
    expect(listenerPods(test).map(({ metadata }) => metadata.labels)).toMatchObject([
      { 'actions.github.com/scale-set-name': ARC_SET, 'app.kubernetes.io/component': 'runner-scale-set-listener' },
    ]);
    const [runner] = runners(test);
    expect(test.get('Pod', 'arc-runners', runner?.metadata.name ?? '')?.status?.phase).toBe('Running');
    expect(runner?.status).toMatchObject({ ready: true, runnerName: runner?.metadata.name });
    expect(runner?.status?.jobId).toBeUndefined();
    expect(test.github.runner(Number(runner?.status?.runnerId))).toMatchObject({
      status: 'online',
      labels: [ARC_SET],
      isEphemeral: true,
    });
    await test.until('the set counts it', () => set(test)?.status?.runningEphemeralRunners === 1);
    expect(set(test)?.status).toEqual({
      currentRunners: 1,
      phase: 'Running',
      pendingEphemeralRunners: 0,
      runningEphemeralRunners: 1,
      failedEphemeralRunners: 0,
    });
    expect(set(test)?.metadata.annotations).toMatchObject({ 'actions.github.com/runner-group-name': 'Default' });
  });

  it('grows with the jobs up to the most, tells what each does, and shrinks when they are done', async () => {
    const test = start();
    await test.until('one runs', () => phases(test).join() === 'Running');
    const jobs = Array.from({ length: 5 }, (_, index) =>
      test.github.enqueue(job({ name: `build ${index}`, seconds: null })),
    );
    const busy = () => runners(test).filter(({ status }) => status?.jobId !== undefined);
    await test.until('three are busy', () => busy().length === 3);
    expect(runners(test)).toHaveLength(3);
    expect(
      busy()
        .map(({ status }) => status?.jobDisplayName)
        .toSorted(),
    ).toEqual(['build 0', 'build 1', 'build 2']);
    expect(busy()[0]?.status).toMatchObject({ jobRepositoryName: ARC_REPOSITORY, workflowRunId: expect.any(Number) });
    expect(test.github.jobs().filter(({ status }) => status === 'queued')).toHaveLength(2);
    const before = runners(test).map(({ metadata }) => metadata.name);
    for (const { id } of jobs) {
      test.github.complete(id, 'success');
    }
    await test.until('one idle one is left', () => phases(test).join() === 'Running' && busy().length === 0);
    expect(before).not.toContain(runners(test)[0]?.metadata.name);
    await test.until('its pod alone is left', () => test.pods('arc-runners').length === 1);
  });

  it('takes jobs that name it, whatever labels it has besides; those that it gets later are not registered', async () => {
    const test = start({ scaleSetLabels: ['gpu'] });
    await test.until('one runs', () => phases(test).join() === 'Running');
    const named = test.github.enqueue(job({ labels: [ARC_SET] }));
    const labelled = test.github.enqueue(job({ labels: ['gpu'] }));
    const done = ({ id }: typeof named) => test.github.jobs().find((one) => one.id === id)?.status === 'completed';
    await test.until('both are done', () => done(named) && done(labelled));
    const later = set(test);
    test.cluster.update({ ...later, spec: { ...later?.spec, runnerScaleSetLabels: ['gpu', 'late'] } } as KubeObject);
    const waits = test.github.enqueue(job({ labels: ['late'] }));
    await test.pass(120);
    expect(test.github.jobs().find(({ id }) => id === waits.id)?.status).toBe('queued');
  });

  it('keeps one that failed for good, which holds a place until somebody removes it', async () => {
    const image = {
      template: { spec: { containers: [{ name: 'runner', image: 'ghcr.io/actions/actions-runner:crashes' }] } },
    };
    const test = start({ ...image, minRunners: 1, maxRunners: 1 });
    await test.until('it has failed', () => phases(test).join() === 'Failed');
    const [failed] = runners(test);
    expect(failed?.status).toMatchObject({
      reason: 'TooManyPodFailures',
      message: 'Pod has failed to start more than 5 times',
    });
    expect(Object.keys(failed?.status?.failures as object)).toHaveLength(6);
    await test.until('the set counts it', () => set(test)?.status?.failedEphemeralRunners === 1);
    test.github.enqueue(job());
    await test.pass(120);
    expect(runners(test).map(({ metadata }) => metadata.name)).toEqual([failed?.metadata.name]);
    test.cluster.delete(failed as KubeObject);
    await test.until(
      'another takes its place',
      () => runners(test)[0]?.metadata.name !== failed?.metadata.name && runners(test).length === 1,
    );
  });

  it('has no listener while the Secret is wrong, and one as soon as it is right', async () => {
    const test = start({}, { token: 'ghp_wrong' });
    await test.until('the set waits', () => set(test)?.status?.phase === 'Pending');
    await test.pass(60);
    expect(listenerPods(test)).toEqual([]);
    expect(runners(test)).toEqual([]);
    test.cluster.update(secretOf(ARC_TOKEN));
    await test.until('one runs', () => phases(test).join() === 'Running');
    expect(listenerPods(test)).toHaveLength(1);
    test.cluster.update(secretOf('ghp_revoked'));
    await test.until('all is gone', () => listenerPods(test).length === 0 && runners(test).length === 0);
  });

  it('calls a set of another version outdated and gives it no listener', async () => {
    const test = start({}, { setVersion: '0.13.1' });
    await test.until('it is outdated', () => set(test)?.status?.phase === 'Outdated');
    await test.pass(60);
    expect(listenerPods(test)).toEqual([]);
  });

  it('does nothing for a set before the controller is there', async () => {
    const test = start();
    const [controller] = test.list('Deployment', 'arc-systems');
    test.cluster.delete(controller as KubeObject);
    await test.pass(60);
    expect(set(test)?.status).toBeUndefined();
  });

  it('takes everything away with the set', async () => {
    const test = start();
    await test.until('one runs', () => phases(test).join() === 'Running');
    test.cluster.delete(set(test) as KubeObject);
    await test.until('nothing is left', () => test.pods('arc-runners').length + listenerPods(test).length === 0);
    expect(set(test)).toBeUndefined();
    expect(test.store.list(LISTENER)).toEqual([]);
    expect(test.github.runners().filter(({ isEphemeral }) => isEphemeral)).toEqual([]);
  });
});
