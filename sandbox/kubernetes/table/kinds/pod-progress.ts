import type { KubeObject } from '../../object.ts';
import { listAt, textAt } from '../column.ts';

type Terminated = { reason?: string; exitCode?: number; signal?: number; finishedAt?: string };
type ContainerStatus = {
  name?: string;
  ready?: boolean;
  started?: boolean;
  restartCount?: number;
  state?: { waiting?: { reason?: string }; running?: object; terminated?: Terminated };
  lastState?: { terminated?: Terminated };
};

/** How far a pod has come, in the figures and the one word kubectl has for it. */
export type PodProgress = {
  ready: number;
  total: number;
  reason: string;
  restarts: number;
  lastRestartAt: string | undefined;
};

/** As printPod in pkg/printers/internalversion/printers.go works it out. */
export function podProgress(pod: KubeObject): PodProgress {
  const inits = statuses(pod, '.status.initContainerStatuses');
  const sidecars = new Set(
    listAt(pod, '.spec.initContainers')
      .filter(({ restartPolicy }) => restartPolicy === 'Always')
      .map(({ name }) => name),
  );
  const isSidecar = ({ name }: ContainerStatus) => sidecars.has(name);
  const holding = initReason(pod, inits, isSidecar);
  const isInitialised = holding === undefined || hasCondition(pod, 'Initialized');
  const containers = isInitialised ? statuses(pod, '.status.containerStatuses') : [];
  const counted = isInitialised ? [...inits.filter(isSidecar), ...containers] : inits;
  const readySidecars = inits.filter((status) => isSidecar(status) && status.started === true && status.ready === true);
  return {
    ready: readySidecars.length + containers.filter(isReady).length,
    total: listAt(pod, '.spec.containers').length + sidecars.size,
    reason: endReason(pod, isInitialised ? containersReason(pod, containers) : (holding ?? '')),
    restarts: counted.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0),
    lastRestartAt: counted
      .map(({ lastState }) => lastState?.terminated?.finishedAt)
      .filter((at) => at !== undefined)
      .sort()
      .at(-1),
  };
}

function statuses(pod: KubeObject, path: string): ContainerStatus[] {
  return listAt(pod, path) as ContainerStatus[];
}

function isReady({ ready, state }: ContainerStatus): boolean {
  return ready === true && state?.running !== undefined;
}

function hasCondition(pod: KubeObject, name: string): boolean {
  return listAt(pod, '.status.conditions').some(({ type, status }) => type === name && status === 'True');
}

function exitText({ reason, signal, exitCode = 0 }: Terminated): string {
  if (reason) {
    return reason;
  }
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

/** Why the first init container that is not done is not done; undefined when all are. */
function initReason(
  pod: KubeObject,
  inits: readonly ContainerStatus[],
  isSidecar: (status: ContainerStatus) => boolean,
): string | undefined {
  for (const [index, status] of inits.entries()) {
    const { waiting, terminated } = status.state ?? {};
    if (terminated?.exitCode === 0 || (isSidecar(status) && status.started === true)) {
      continue;
    }
    if (terminated !== undefined) {
      return `Init:${exitText(terminated)}`;
    }
    return waiting?.reason && waiting.reason !== 'PodInitializing'
      ? `Init:${waiting.reason}`
      : `Init:${index}/${listAt(pod, '.spec.initContainers').length}`;
  }
  return undefined;
}

function containersReason(pod: KubeObject, containers: readonly ContainerStatus[]): string {
  const gated = listAt(pod, '.status.conditions').find(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  let reason = gated === undefined ? textAt(pod, '.status.reason', textAt(pod, '.status.phase')) : 'SchedulingGated';
  for (const { state } of containers.toReversed()) {
    if (state?.waiting?.reason) {
      reason = state.waiting.reason;
    } else if (state?.terminated !== undefined) {
      reason = exitText(state.terminated);
    }
  }
  if (reason === 'Completed' && containers.some(isReady)) {
    return hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
  }
  return reason;
}

function endReason(pod: KubeObject, reason: string): string {
  if (pod.metadata.deletionTimestamp === undefined) {
    return reason;
  }
  if (textAt(pod, '.status.reason') === 'NodeLost') {
    return 'Unknown';
  }
  const phase = textAt(pod, '.status.phase');
  return phase === 'Succeeded' || phase === 'Failed' ? reason : 'Terminating';
}
