import type { Container } from '../api/pod-types.ts';

export type Ended = { startedAt: number; finishedAt: number; exitCode: number };

/** Where a container stands. Times in sandbox ms; `until` is when it moves on by itself. */
export type ContainerState =
  | { kind: 'waiting' }
  | { kind: 'pulling'; since: number; until: number }
  | { kind: 'pull-failed'; until: number; isBackOff: boolean; reason: 'ErrImagePull' | 'InvalidImageName' }
  | { kind: 'config-error'; until: number; message: string }
  | { kind: 'starting'; until: number }
  | { kind: 'running'; since: number; readyAt: number; endsAt: number | null }
  | { kind: 'restarting'; until: number }
  | { kind: 'ended'; last: Ended };

export type ContainerRun = {
  readonly container: Container;
  /** An ordinary init container runs to its end before the next one; a sidecar only has to run. */
  readonly role: 'init' | 'sidecar' | 'app';
  state: ContainerState;
  restarts: number;
  pullFailures: number;
  last: Ended | null;
};

export function newContainerRun(container: Container, isInit: boolean): ContainerRun {
  const role = !isInit ? 'app' : container.restartPolicy === 'Always' ? 'sidecar' : 'init';
  return { container, role, state: { kind: 'waiting' }, restarts: 0, pullFailures: 0, last: null };
}

export function isDone(run: ContainerRun): boolean {
  return run.state.kind === 'ended' && run.state.last.exitCode === 0;
}

/** Whether the next container may begin. */
export function letsNextBegin(run: ContainerRun): boolean {
  return run.role === 'sidecar' ? run.state.kind === 'running' : isDone(run);
}

export function isReadyAt(run: ContainerRun, now: number): boolean {
  return run.state.kind === 'running' && run.state.readyAt <= now;
}

/** When this container has to be looked at again; null when only an outside change can move it. */
export function nextMoveAt(run: ContainerRun, now: number): number | null {
  const { state } = run;
  switch (state.kind) {
    case 'waiting':
    case 'ended':
      return null;
    case 'running': {
      const times = [state.readyAt > now ? state.readyAt : null, state.endsAt].filter((time) => time !== null);
      return times.length === 0 ? null : Math.min(...times);
    }
    default:
      return state.until;
  }
}
