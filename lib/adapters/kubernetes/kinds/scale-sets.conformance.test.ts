import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scaleSetRunners } from '#lib/domain/runner/scale-set-runner.ts';
import type { Reflection } from '#lib/ports/cluster.ts';
import {
  ARC_REPOSITORY,
  ARC_SET,
  type ArcCluster,
  installArc,
  startArcCluster,
} from '#sandbox/controllers/operators/arc/testing/arc-cluster.ts';
import { ARC_TYPES } from '#sandbox/controllers/operators/arc/types.ts';
import { qualifiedName } from '#sandbox/kubernetes/object.ts';
import { ADMIN, type KubernetesRig, startRig } from '#sandbox/kubernetes/testing/kubernetes-rig.ts';
import { createCluster, type OpenCluster } from '../cluster.ts';
import { createFastClock } from '../testing/fast-clock.ts';
import { createRecorder } from '../testing/rig.ts';
import { KUBERNETES_KINDS } from './index.ts';

/** How much faster the portal's clock runs: it asks for a kind that is not there every half minute. */
const RATE = 100;
const SOON = { timeout: 30_000, interval: 20 };

let arc: ArcCluster;
let rig: KubernetesRig;
let cluster: OpenCluster;
let reflections: Reflection[];
let failures: unknown[];

beforeEach(async () => {
  arc = startArcCluster();
  rig = await startRig({ store: arc.store, clock: arc.clock, watchPace: RATE });
  failures = [];
  reflections = [];
  cluster = createCluster({
    id: 'lab',
    label: 'the lab',
    kubeconfig: { server: rig.url, token: ADMIN },
    clock: createFastClock(RATE),
    random: () => 0.5,
    report: (_, error) => failures.push(error),
  });
});
afterEach(async () => {
  await Promise.all(reflections.map((reflection) => reflection.stop()));
  cluster.close();
  await rig.close();
  arc.close();
});

const isAboutRunners = (error: unknown) => error instanceof Error && error.message.includes('actions.github.com');

function mirror() {
  const { runnerSets, runnerSetListeners, ephemeralRunners, pods, nodes } = KUBERNETES_KINDS;
  const sinks = {
    sets: createRecorder<ReturnType<typeof runnerSets.toDomain>>(),
    listeners: createRecorder<ReturnType<typeof runnerSetListeners.toDomain>>(),
    runners: createRecorder<ReturnType<typeof ephemeralRunners.toDomain>>(),
    pods: createRecorder<ReturnType<typeof pods.toDomain>>(),
    nodes: createRecorder<ReturnType<typeof nodes.toDomain>>(),
  };
  reflections.push(
    cluster.reflect(runnerSets, sinks.sets),
    cluster.reflect(runnerSetListeners, sinks.listeners),
    cluster.reflect(ephemeralRunners, sinks.runners),
    cluster.reflect(pods, sinks.pods),
    cluster.reflect(nodes, sinks.nodes),
  );
  const fleet = () =>
    scaleSetRunners({
      source: 'lab',
      sets: sinks.sets.values.values(),
      listeners: sinks.listeners.values.values(),
      runners: sinks.runners.values.values(),
      pods: sinks.pods.values,
      nodes: sinks.nodes.values,
    });
  return { sinks, fleet };
}

describe('scale sets of the Actions Runner Controller', () => {
  it('are members of the fleet, with their listener, their runners and the jobs these do', async () => {
    const { fleet } = mirror();
    await expect
      .poll(() => fleet()[0]?.scaleSet, SOON)
      .toEqual({
        namespace: 'arc-runners',
        min: 1,
        max: 3,
        current: 1,
        pending: 0,
        running: 1,
        failed: 0,
        phase: 'Running',
        hasListener: true,
      });
    arc.github.enqueue({ repository: ARC_REPOSITORY, workflow: 'ci', name: 'build', labels: [ARC_SET], seconds: null });
    await expect.poll(() => fleet()[0]?.busy, SOON).toBe(true);
    const [set] = fleet();
    expect(set).toMatchObject({
      id: `lab/arc-runners/${ARC_SET}`,
      forge: 'github',
      kind: 'scale-set',
      name: ARC_SET,
      labels: [ARC_SET],
      scope: { level: 'organization', paths: ['homelab-platform'] },
      group: { name: 'Default' },
      status: 'online',
      platform: 'linux',
      url: 'https://github.com/homelab-platform',
      unread: [],
    });
    expect(set?.jobs).toMatchObject([
      {
        name: 'build',
        repository: ARC_REPOSITORY,
        ref: 'main',
        url: expect.stringMatching(/^https:\/\/github\.com\/homelab-platform\/hello-platform\/actions\/runs\/\d+$/),
      },
    ]);
    await expect.poll(() => fleet()[0]?.managers.map(({ architecture }) => architecture), SOON).toContain('amd64');
  });

  it('are offline without their listener’s pod, as after its Secret was made wrong', async () => {
    const { fleet } = mirror();
    await expect.poll(() => fleet()[0]?.status, SOON).toBe('online');
    const secret = arc.get('Secret', 'arc-runners', 'arc-github');
    arc.cluster.update({ ...secret, data: {} } as NonNullable<typeof secret>);
    await expect.poll(() => fleet()[0]?.scaleSet?.hasListener, SOON).toBe(false);
    expect(fleet()[0]?.status).toBe('offline');
  });

  it('vanish with their kinds and come back with them; without them nothing is said to be wrong', async () => {
    const { sinks, fleet } = mirror();
    await expect.poll(() => fleet().length, SOON).toBe(1);
    for (const type of ARC_TYPES) {
      await rig.call(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${qualifiedName(type)}`, {
        method: 'DELETE',
      });
    }
    await expect.poll(() => sinks.sets.last?.state, SOON).toBe('absent');
    await expect
      .poll(() => [sinks.listeners.last?.state, sinks.runners.last?.state], SOON)
      .toEqual(['absent', 'absent']);
    expect(fleet()).toEqual([]);
    expect(sinks.sets.last).toMatchObject({
      isOptional: true,
      asOf: null,
      reason: 'The cluster does not have autoscalingrunnersets.actions.github.com.',
    });
    const told = failures.length;
    const heard = sinks.sets.statuses.length;
    await expect.poll(() => sinks.sets.statuses.length, SOON).toBeGreaterThan(heard + 1);
    expect(failures.slice(told).filter(isAboutRunners)).toEqual([]);
    installArc(arc);
    await expect.poll(() => sinks.sets.last?.state, SOON).toBe('live');
  });
});
