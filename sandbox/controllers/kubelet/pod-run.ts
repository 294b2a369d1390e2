import type { KubeObject } from '../../kubernetes/object.ts';
import { podSpecOf } from '../api/pod-types.ts';
import { type ContainerRun, letsNextBegin, newContainerRun, nextMoveAt } from './container-run.ts';

/** A pod on its node, from the moment the kubelet sees it. */
export type PodRun = {
  readonly uid: string;
  readonly startedAt: number;
  readonly ip: string;
  /** Init containers in their order, then the others. */
  readonly containers: ContainerRun[];
  /** When the volumes are there; Infinity until they could all be found. */
  mountedAt: number;
  mountTries: number;
  /** When the pod is gone, once it was told to go. */
  goneAt: number | null;
};

export function newPodRun(pod: KubeObject, now: number, ip: string): PodRun {
  const spec = podSpecOf(pod);
  return {
    uid: pod.metadata.uid ?? '',
    startedAt: now,
    ip,
    containers: [
      ...(spec.initContainers ?? []).map((container) => newContainerRun(container, true)),
      ...spec.containers.map((container) => newContainerRun(container, false)),
    ],
    mountedAt: Number.POSITIVE_INFINITY,
    mountTries: 0,
    goneAt: null,
  };
}

export function isInitialized(run: PodRun): boolean {
  return run.containers.filter(({ role }) => role !== 'app').every(letsNextBegin);
}

/** The containers that may begin now: init containers one by one, then all others together. */
export function mayBegin(run: PodRun): ContainerRun[] {
  const init = run.containers.filter(({ role }) => role !== 'app');
  const next = init.find((container) => !letsNextBegin(container));
  if (next !== undefined) {
    return [next];
  }
  return run.containers.filter(({ role }) => role === 'app');
}

/** The earliest time at which something happens by itself. */
export function nextPodMoveAt(run: PodRun, now: number): number | null {
  const times = run.containers.map((container) => nextMoveAt(container, now)).filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}
