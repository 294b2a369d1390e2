import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { type Controller, createController } from '../api/controller.ts';
import type { Draw } from '../api/draw.ts';
import { fieldsOf, listOf, textOf } from '../api/fields.ts';
import { isFinished } from '../api/pod-state.ts';
import { podSpecOf } from '../api/pod-types.ts';
import { advanceContainer, type KubeletContext } from './advance-container.ts';
import { mayBegin, newPodRun, nextPodMoveAt, type PodRun } from './pod-run.ts';
import { podStatus } from './pod-status.ts';
import { mountProblem } from './references.ts';

const POD = resourceType('Pod');
const NODE = resourceType('Node');
const MOUNT_RETRY_MS = 2000;

function addressOf(node: KubeObject | undefined): string {
  const address = listOf(node?.status?.addresses).find((one) => fieldsOf(one).type === 'InternalIP');
  return textOf(fieldsOf(address).address, '127.0.0.1');
}

/** Mounts what a pod needs. Gives ms until it has to be tried or looked at again, 0 when all is there. */
function mount(context: KubeletContext, pod: KubeObject, run: PodRun, now: number): number {
  if (run.mountedAt === Number.POSITIVE_INFINITY) {
    const problem = mountProblem(context.cluster, pod);
    if (problem !== null) {
      run.mountTries += 1;
      context.cluster.record(pod, { type: 'Warning', reason: 'FailedMount', message: problem, component: 'kubelet' });
      return Math.min(MOUNT_RETRY_MS * 2 ** (run.mountTries - 1), 120_000);
    }
    const hasClaim = (podSpecOf(pod).volumes ?? []).some((volume) => volume.persistentVolumeClaim !== undefined);
    const took = hasClaim ? context.draw(`attach/${pod.metadata.name}`, 800, 2500) : 100;
    run.mountedAt = now + took;
  }
  return Math.max(0, run.mountedAt - now);
}

/** Runs the pods of all nodes: pulls, starts, restarts, reports and ends them. */
export function createKubelets(cluster: Cluster, draw: Draw, badImages: KubeletContext['badImages']): Controller {
  const runs = new Map<string, PodRun>();
  const images = new Set<string>();
  let addresses = 0;
  const context: KubeletContext = {
    cluster,
    draw,
    badImages,
    hasImage: (node, image) => images.has(`${node}/${image}`),
    keepImage: (node, image) => images.add(`${node}/${image}`),
  };

  const runOf = (pod: KubeObject, now: number): PodRun => {
    const known = runs.get(pod.metadata.uid ?? '');
    if (known !== undefined) {
      return known;
    }
    addresses += 1;
    const made = newPodRun(pod, now, `10.42.${Math.floor(addresses / 250) % 250}.${(addresses % 250) + 2}`);
    runs.set(made.uid, made);
    return made;
  };
  /** Gives ms until the pod is gone. */
  const end = (pod: KubeObject, run: PodRun, now: number): number => {
    if (run.goneAt === null) {
      const grace = Math.min(podSpecOf(pod).terminationGracePeriodSeconds ?? 30, 2) * 1000;
      run.goneAt = now + (isFinished(pod) ? 0 : draw(`end/${pod.metadata.name}`, 200, Math.max(200, grace)));
      for (const { container, state } of run.containers) {
        if (state.kind === 'running') {
          const message = `Stopping container ${container.name}`;
          cluster.record(pod, { type: 'Normal', reason: 'Killing', message, component: 'kubelet' });
        }
      }
    }
    if (run.goneAt <= now && (pod.metadata.finalizers?.length ?? 0) === 0) {
      runs.delete(run.uid);
      cluster.store.delete(POD, pod.metadata.namespace ?? '', pod.metadata.name);
    }
    return run.goneAt - now;
  };
  /** Gives ms until the next change that comes by itself, null when there is none. */
  const advance = (pod: KubeObject, run: PodRun, now: number): number | null => {
    const mountWait = mount(context, pod, run, now);
    if (mountWait > 0) {
      return mountWait;
    }
    // One change can let the next container begin: until nothing moves any more.
    for (let before = ''; before !== kindsOf(run); ) {
      before = kindsOf(run);
      const begins = mayBegin(run);
      for (const container of run.containers) {
        if (container.state.kind !== 'waiting' || begins.includes(container)) {
          advanceContainer(context, pod, container, now);
        }
      }
    }
    const next = nextPodMoveAt(run, now);
    return next === null ? null : next - now;
  };

  return createController(cluster, {
    primary: POD,
    also({ resource, object, type }) {
      if (resource.kind === 'Pod' && type === 'DELETED') {
        runs.delete(object.metadata.uid ?? '');
      }
      return [];
    },
    reconcile(pod, queue, key) {
      const node = podSpecOf(pod).nodeName;
      const isEnding = pod.metadata.deletionTimestamp !== undefined;
      if (node === undefined || (isFinished(pod) && !isEnding)) {
        if (isEnding && (pod.metadata.finalizers?.length ?? 0) === 0) {
          cluster.store.delete(POD, pod.metadata.namespace ?? '', pod.metadata.name);
        }
        return;
      }
      const now = cluster.clock.now();
      const run = runOf(pod, now);
      if (isEnding) {
        queue.addAfter(key, Math.max(0, end(pod, run, now)));
        return;
      }
      const wait = advance(pod, run, now);
      cluster.writeStatus(pod, podStatus(pod, run, addressOf(cluster.get(NODE, '', node)), now));
      if (wait !== null) {
        queue.addAfter(key, Math.max(1, wait));
      }
    },
  });
}

function kindsOf(run: PodRun): string {
  return run.containers.map(({ state }) => state.kind).join();
}
