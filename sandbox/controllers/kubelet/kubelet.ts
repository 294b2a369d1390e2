import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { type Controller, createController } from '../api/controller.ts';
import type { Draw } from '../api/draw.ts';
import { fieldsOf, listOf, textOf } from '../api/fields.ts';
import { isFinished } from '../api/pod-state.ts';
import { podSpecOf } from '../api/pod-types.ts';
import type { WorkQueue } from '../api/work-queue.ts';
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

function kindsOf(run: PodRun): string {
  return run.containers.map(({ state }) => state.kind).join();
}

/** Moves a pod on; gives ms until the next change that comes by itself, null when there is none. */
function advance(context: KubeletContext, pod: KubeObject, run: PodRun, now: number): number | null {
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
}

/** Tells the containers to stop; gives when they will have. */
function beginEnd({ cluster, draw }: KubeletContext, pod: KubeObject, run: PodRun, now: number): number {
  for (const { container, state } of run.containers) {
    if (state.kind === 'running') {
      const message = `Stopping container ${container.name}`;
      cluster.record(pod, { type: 'Normal', reason: 'Killing', message, component: 'kubelet' });
    }
  }
  const graceMs = Math.min(podSpecOf(pod).terminationGracePeriodSeconds ?? 30, 2) * 1000;
  return now + (isFinished(pod) ? 0 : draw(`end/${pod.metadata.name}`, 200, Math.max(200, graceMs)));
}

function isHeld(pod: KubeObject): boolean {
  return (pod.metadata.finalizers?.length ?? 0) > 0;
}

function remove(cluster: Cluster, pod: KubeObject): void {
  cluster.store.delete(POD, pod.metadata.namespace ?? '', pod.metadata.name);
}

type Runs = { of(pod: KubeObject, now: number): PodRun; drop(uid: string | undefined): void };

function createRuns(): Runs {
  const runs = new Map<string, PodRun>();
  let addresses = 0;
  return {
    of(pod, now) {
      const known = runs.get(pod.metadata.uid ?? '');
      if (known !== undefined) {
        return known;
      }
      addresses += 1;
      const made = newPodRun(pod, now, `10.42.${Math.floor(addresses / 250) % 250}.${(addresses % 250) + 2}`);
      runs.set(made.uid, made);
      return made;
    },
    drop: (uid = '') => void runs.delete(uid),
  };
}

/** Runs the pods of all nodes: pulls, starts, restarts, reports and ends them. */
export function createKubelets(cluster: Cluster, draw: Draw, badImages: KubeletContext['badImages']): Controller {
  const runs = createRuns();
  const images = new Set<string>();
  const context: KubeletContext = {
    cluster,
    draw,
    badImages,
    hasImage: (node, image) => images.has(`${node}/${image}`),
    keepImage: (node, image) => images.add(`${node}/${image}`),
  };
  const end = (pod: KubeObject, queue: WorkQueue, key: string, now: number) => {
    const run = runs.of(pod, now);
    run.goneAt ??= beginEnd(context, pod, run, now);
    if (run.goneAt > now) {
      queue.addAfter(key, run.goneAt - now);
    } else if (!isHeld(pod)) {
      runs.drop(run.uid);
      remove(cluster, pod);
    }
  };

  return createController(cluster, {
    primary: POD,
    also({ resource, object, type }) {
      if (resource.kind === 'Pod' && type === 'DELETED') {
        runs.drop(object.metadata.uid);
      }
      return [];
    },
    reconcile(pod, queue, key) {
      const node = podSpecOf(pod).nodeName;
      const isEnding = pod.metadata.deletionTimestamp !== undefined;
      const now = cluster.clock.now();
      if (isEnding && node !== undefined) {
        end(pod, queue, key, now);
      } else if (isEnding && !isHeld(pod)) {
        remove(cluster, pod);
      } else if (!isEnding && node !== undefined && !isFinished(pod)) {
        const run = runs.of(pod, now);
        const wait = advance(context, pod, run, now);
        cluster.writeStatus(pod, podStatus(pod, run, addressOf(cluster.get(NODE, '', node)), now));
        if (wait !== null) {
          queue.addAfter(key, Math.max(1, wait));
        }
      }
    },
  });
}
