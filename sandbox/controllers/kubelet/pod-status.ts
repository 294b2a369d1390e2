import { createHash } from 'node:crypto';
import type { KubeObject } from '../../kubernetes/object.ts';
import { type Condition, conditionsOf, withCondition } from '../api/conditions.ts';
import { qosClass } from '../api/effective-request.ts';
import type { Fields } from '../api/fields.ts';
import { podSpecOf } from '../api/pod-types.ts';
import { type ContainerRun, type Ended, isReadyAt } from './container-run.ts';
import { fullImageName, imageId } from './images.ts';
import { isInitialized, type PodRun } from './pod-run.ts';

function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function containerId(pod: KubeObject, run: ContainerRun): string {
  const text = `${pod.metadata.uid}/${run.container.name}/${run.restarts}`;
  return `containerd://${createHash('sha256').update(text).digest('hex')}`;
}

function terminated(ended: Ended, id: string): Fields {
  return {
    terminated: {
      exitCode: ended.exitCode,
      reason: ended.exitCode === 0 ? 'Completed' : 'Error',
      startedAt: timeText(ended.startedAt),
      finishedAt: timeText(ended.finishedAt),
      containerID: id,
    },
  };
}

function backOffMessage({ container: { image } }: ContainerRun): string {
  const full = fullImageName(image);
  return `Back-off pulling image "${image}": ErrImagePull: failed to pull and unpack image "${full}": ${full}: not found`;
}

function stateOf(pod: KubeObject, run: ContainerRun, waitingReason: string): Fields {
  const { state } = run;
  const waiting = (reason: string, message?: string) => ({
    waiting: { reason, ...(message === undefined ? {} : { message }) },
  });
  switch (state.kind) {
    case 'running':
      return { running: { startedAt: timeText(state.since) } };
    case 'ended':
      return terminated(state.last, containerId(pod, run));
    case 'pull-failed': {
      const full = fullImageName(run.container.image);
      return state.isBackOff
        ? waiting('ImagePullBackOff', backOffMessage(run))
        : waiting(
            state.reason,
            `failed to pull and unpack image "${full}": failed to resolve reference "${full}": ${full}: not found`,
          );
    }
    case 'pulling':
      // While it tries again the kubelet still says what came of the last time.
      return run.pullFailures > 0 ? waiting('ImagePullBackOff', backOffMessage(run)) : waiting(waitingReason);
    case 'config-error':
      return waiting('CreateContainerConfigError', state.message);
    case 'restarting': {
      const { name, namespace, uid } = pod.metadata;
      const message = `back-off restarting failed container=${run.container.name} pod=${name}_${namespace}(${uid})`;
      return run.restarts === 0 && run.last !== null
        ? terminated(run.last, containerId(pod, run))
        : waiting('CrashLoopBackOff', message);
    }
    default:
      return waiting(waitingReason);
  }
}

function containerStatus(pod: KubeObject, run: ContainerRun, waitingReason: string, now: number): Fields {
  const hasStarted = run.state.kind === 'running' || run.state.kind === 'ended' || run.last !== null;
  const isRunning = run.state.kind === 'running';
  return {
    name: run.container.name,
    image: hasStarted ? fullImageName(run.container.image) : run.container.image,
    imageID: hasStarted ? imageId(run.container.image) : '',
    ...(hasStarted ? { containerID: containerId(pod, run) } : {}),
    ready: run.role === 'init' ? run.state.kind === 'ended' && run.state.last.exitCode === 0 : isReadyAt(run, now),
    started: isRunning,
    restartCount: run.restarts,
    state: stateOf(pod, run, waitingReason),
    lastState: run.last !== null && run.state.kind !== 'ended' ? terminated(run.last, containerId(pod, run)) : {},
  };
}

function phaseOf(pod: KubeObject, run: PodRun): string {
  const policy = podSpecOf(pod).restartPolicy ?? 'Always';
  const failedInit = run.containers.some(
    ({ role, state }) => role === 'init' && state.kind === 'ended' && state.last.exitCode !== 0,
  );
  if (failedInit && policy === 'Never') {
    return 'Failed';
  }
  if (!isInitialized(run)) {
    return 'Pending';
  }
  const apps = run.containers.filter(({ role }) => role === 'app');
  if (apps.every(({ state }) => state.kind === 'ended')) {
    const hasFailed = apps.some(({ state }) => state.kind === 'ended' && state.last.exitCode !== 0);
    return hasFailed ? 'Failed' : 'Succeeded';
  }
  const isMade = ({ state, last }: ContainerRun) => state.kind === 'running' || state.kind === 'ended' || last !== null;
  return apps.every(isMade) ? 'Running' : 'Pending';
}

function podConditions(pod: KubeObject, run: PodRun, phase: string, now: number): Condition[] {
  const at = timeText(now);
  const served = run.containers.filter(({ role }) => role !== 'init');
  const unready = served.filter((one) => !isReadyAt(one, now)).map(({ container }) => container.name);
  const waitingInit = run.containers.filter(({ role, state }) => role === 'init' && state.kind !== 'ended');
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  const ready: Partial<Condition> =
    unready.length === 0 && phase === 'Running'
      ? { status: 'True' }
      : isOver
        ? { status: 'False', reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
        : {
            status: 'False',
            reason: 'ContainersNotReady',
            message: `containers with unready status: [${unready.join(' ')}]`,
          };
  const initialized: Partial<Condition> = isInitialized(run)
    ? { status: 'True' }
    : {
        status: 'False',
        reason: 'ContainersNotInitialized',
        message: `containers with incomplete status: [${waitingInit.map(({ container }) => container.name).join(' ')}]`,
      };
  const parts: Condition[] = [
    { type: 'PodReadyToStartContainers', status: run.mountedAt <= now ? 'True' : 'False' },
    { status: 'False', ...initialized, type: 'Initialized' },
    { status: 'False', ...ready, type: 'Ready' },
    { status: 'False', ...ready, type: 'ContainersReady' },
  ];
  return parts.reduce((conditions, part) => withCondition(conditions, part, at), conditionsOf(pod));
}

/** The status the kubelet reports for a pod as it stands now. */
export function podStatus(pod: KubeObject, run: PodRun, hostIp: string, now: number): Fields {
  const phase = phaseOf(pod, run);
  const hasInit = run.containers.some(({ role }) => role !== 'app');
  const waitingReason = hasInit ? 'PodInitializing' : 'ContainerCreating';
  const statuses = (isWanted: (one: ContainerRun) => boolean) =>
    run.containers.filter(isWanted).map((one) => containerStatus(pod, one, waitingReason, now));
  const isMounted = run.mountedAt <= now;
  return {
    phase,
    conditions: podConditions(pod, run, phase, now),
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    ...(isMounted ? { podIP: run.ip, podIPs: [{ ip: run.ip }] } : {}),
    startTime: timeText(run.startedAt),
    ...(hasInit ? { initContainerStatuses: statuses(({ role }) => role !== 'app') } : {}),
    containerStatuses: statuses(({ role }) => role === 'app'),
    qosClass: qosClass(podSpecOf(pod)),
  };
}
