import { describe, expect, it } from 'vitest';
import type { ClusterNode } from '#lib/domain/node/node.ts';
import type { EphemeralRunner, RunnerSet, RunnerSetListener } from '#lib/domain/runner/scale-set.ts';
import type { SourceState } from '#lib/domain/source/source.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { scaleSetsOf } from './scale-sets-of.ts';

const SET: RunnerSet = {
  id: 'arc-runners/gpu',
  namespace: 'arc-runners',
  name: 'gpu',
  labels: ['gpu'],
  scope: { level: 'organization', paths: ['octo'] },
  group: 'Default',
  url: 'https://github.com/octo',
  platform: 'linux',
  architecture: null,
  min: 0,
  max: 2,
  current: 1,
  pending: 0,
  running: 1,
  failed: 0,
  phase: 'Running',
};
const RUNNER: EphemeralRunner = {
  id: 'arc-runners/gpu-1',
  name: 'gpu-1',
  setId: SET.id,
  phase: 'Running',
  ready: true,
  reason: '',
  message: '',
  failures: 0,
  createdAt: null,
  job: null,
};
const pod = (id: string, ready: boolean) => [id, { id, ready, nodeName: 'pi' } as Pod] as [string, Pod];

function cluster(
  states: { sets?: SourceState; listeners?: SourceState; runners?: SourceState; pods?: SourceState } = {},
) {
  const of = <Value>(kind: string, state: SourceState = 'live', entries: [string, Value][] = []) => {
    const collection = testCollection<Value>(entries);
    collection.source = { id: `lab/${kind}`, label: kind, state, asOf: 0, since: 0 };
    return collection;
  };
  const listener: RunnerSetListener = { id: 'arc-systems/gpu-listener', setId: SET.id };
  return {
    scaleSets: {
      sets: of('autoscalingrunnersets', states.sets, [[SET.id, SET]]),
      listeners: of('autoscalinglisteners', states.listeners, [[listener.id, listener]]),
      runners: of('ephemeralrunners', states.runners, [[RUNNER.id, RUNNER]]),
    },
    pods: of('pods', states.pods, [pod('arc-systems/gpu-listener', true), pod(RUNNER.id, true)]),
    nodes: of('nodes', 'live', [['pi', { id: 'pi', architecture: 'arm64' } as ClusterNode] as [string, ClusterNode]]),
  };
}

describe('the scale sets of a cluster', () => {
  it('run on the machines of their pods', () => {
    const [set] = scaleSetsOf(cluster()) ?? [];
    expect(set).toMatchObject({ id: 'lab/arc-runners/gpu', source: 'lab', status: 'online', unread: [] });
    expect(set?.managers).toEqual([
      {
        id: 'lab/arc-runners/gpu-1',
        name: 'gpu-1',
        status: 'online',
        version: null,
        platform: 'linux',
        architecture: 'arm64',
        contactedAt: null,
      },
    ]);
  });

  it('get no jobs while the pod of their listener is not ready, or is not there', () => {
    const broken = cluster();
    broken.pods.set(...pod('arc-systems/gpu-listener', false));
    expect(scaleSetsOf(broken)).toMatchObject([{ status: 'offline', scaleSet: { hasListener: false } }]);
    broken.pods.delete('arc-systems/gpu-listener');
    expect(scaleSetsOf(broken)).toMatchObject([{ status: 'offline', scaleSet: { hasListener: false } }]);
  });

  it.each(['listeners', 'pods'] as const)('are not said to lack a listener where %s may not be read', (kind) => {
    const [set] = scaleSetsOf(cluster({ [kind]: 'forbidden' })) ?? [];
    expect(set).toMatchObject({ status: 'online', scaleSet: { hasListener: null } });
    expect(set?.unread).toHaveLength(1);
  });

  it('say so where what their runners do may not be read', () => {
    const [set] = scaleSetsOf(cluster({ runners: 'forbidden' })) ?? [];
    expect(set).toMatchObject({ managers: [], jobs: [], unread: [expect.stringContaining('ephemeralrunners')] });
  });

  it('are none where the controller is not installed, and unknown where they could not be read', () => {
    expect(scaleSetsOf(cluster({ sets: 'absent' }))).toEqual([]);
    expect(scaleSetsOf(cluster({ sets: 'forbidden' }))).toBeNull();
    expect(scaleSetsOf(cluster({ sets: 'unreachable' }))).toBeNull();
  });
});
