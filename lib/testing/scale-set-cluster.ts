import type { ClusterNode } from '#lib/domain/node/node.ts';
import type { EphemeralRunner, RunnerSet, RunnerSetListener } from '#lib/domain/runner/scale-set.ts';
import type { SourceState } from '#lib/domain/source/source.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { testCollection } from './collection.ts';

export const SET: RunnerSet = {
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
export const RUNNER: EphemeralRunner = {
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
/** An entry of a collection. */
export const pod = (id: string, ready: boolean) => [id, { id, ready, nodeName: 'pi' } as Pod] as [string, Pod];

/** A cluster with one scale set that has a listener and one runner. */
export function scaleSetCluster(
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
