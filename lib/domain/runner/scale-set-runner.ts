import { plainName } from '../cluster/qualified.ts';
import type { ClusterNode } from '../node/node.ts';
import type { Pod } from '../workload/workload.ts';
import type { Runner, RunnerManager } from './runner.ts';
import type { EphemeralRunner, RunnerSet, RunnerSetListener } from './scale-set.ts';

/** What one cluster tells of its scale sets. A kind that could not be read is null, which is not the same as none. */
export type ScaleSetFacts = {
  /** The cluster, by its id. */
  source: string;
  sets: Iterable<RunnerSet>;
  listeners: Iterable<RunnerSetListener> | null;
  runners: Iterable<EphemeralRunner> | null;
  /** The pods and nodes of the cluster, by their ids. */
  pods: { get(id: string): Pod | undefined } | null;
  nodes: { get(id: string): ClusterNode | undefined } | null;
};

/** The scale sets of a cluster as members of the fleet. */
export function scaleSetRunners(facts: ScaleSetFacts): Runner[] {
  const runners = Map.groupBy(facts.runners ?? [], ({ setId }) => setId);
  const listeners = facts.listeners === null ? null : Map.groupBy(facts.listeners, ({ setId }) => setId);
  return [...facts.sets].map((set) => toRunner(facts, set, listeners, runners.get(set.id) ?? []));
}

function toRunner(
  facts: ScaleSetFacts,
  set: RunnerSet,
  listeners: ReadonlyMap<string, RunnerSetListener[]> | null,
  own: readonly EphemeralRunner[],
): Runner {
  const { namespace, min, max, current, pending, running, failed, phase } = set;
  const hasListener =
    listeners === null || facts.pods === null
      ? null
      : (listeners.get(set.id) ?? []).some(({ id }) => facts.pods?.get(id)?.ready === true);
  const jobs = own.flatMap(({ job }) => (job === null ? [] : [job]));
  return {
    id: `${facts.source}/${plainName(set.id)}`,
    source: facts.source,
    forge: 'github',
    kind: 'scale-set',
    name: set.name,
    scope: set.scope,
    // Who may use the group is known to GitHub alone; for the runners of one repository groups do not count.
    group: { name: set.group, repositories: null, ...(set.scope.level === 'repository' ? {} : { limits: ['unread'] }) },
    status: isListening(set, hasListener) ? 'online' : 'offline',
    paused: false,
    busy: jobs.length > 0,
    labels: set.labels,
    runsUntagged: false,
    locked: false,
    protectedOnly: false,
    version: null,
    platform: set.platform,
    architecture: set.architecture,
    managers: own.map((runner) => toManager(facts, set, runner)),
    jobs,
    contactedAt: null,
    url: set.url === '' ? null : set.url,
    scaleSet: { namespace: plainName(namespace), min, max, current, pending, running, failed, phase, hasListener },
    unread: unreadOf(facts),
  };
}

/** Where the listener could not be seen, the controller's own word counts. */
function isListening({ phase }: RunnerSet, hasListener: boolean | null): boolean {
  return hasListener ?? (phase === 'Running' || phase === '');
}

function toManager(facts: ScaleSetFacts, set: RunnerSet, runner: EphemeralRunner): RunnerManager {
  const node = facts.pods?.get(runner.id)?.nodeName ?? '';
  return {
    id: `${facts.source}/${plainName(runner.id)}`,
    name: runner.name,
    status: runner.ready ? 'online' : 'offline',
    version: null,
    platform: set.platform,
    architecture: facts.nodes?.get(node)?.architecture || set.architecture,
    contactedAt: null,
  };
}

function unreadOf({ listeners, runners, pods }: ScaleSetFacts): string[] {
  return [
    ...(listeners === null
      ? ['Whether its listener is there could not be read: autoscalinglisteners.actions.github.com.']
      : []),
    ...(pods === null ? ['Whether its listener runs could not be read: pods.'] : []),
    ...(runners === null ? ['What its runners do could not be read: ephemeralrunners.actions.github.com.'] : []),
  ];
}
