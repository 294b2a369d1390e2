import type { KubeObject } from '../../kubernetes/object.ts';
import type { Cluster } from '../api/cluster.ts';
import type { Draw } from '../api/draw.ts';
import { podSpecOf } from '../api/pod-types.ts';
import type { ContainerRun } from './container-run.ts';
import { fullImageName, imageOutcome } from './images.ts';
import { environmentProblem } from './references.ts';

export type KubeletContext = {
  cluster: Cluster;
  draw: Draw;
  badImages: { missingTags: readonly string[]; crashingTags: readonly string[] };
  /** Images that a node holds already. */
  hasImage: (node: string, image: string) => boolean;
  keepImage: (node: string, image: string) => void;
};

const CONFIG_RETRY_MS = 10_000;
const FIRST_BACKOFF_MS = 10_000;
const MOST_BACKOFF_MS = 300_000;
/** A container that ran so long starts its back-off anew. */
const BACKOFF_RESET_MS = 600_000;

function say(
  context: KubeletContext,
  pod: KubeObject,
  reason: string,
  message: string,
  type: 'Normal' | 'Warning' = 'Normal',
): void {
  context.cluster.record(pod, { type, reason, message, component: 'kubelet' });
}

function backoff(count: number): number {
  return Math.min(FIRST_BACKOFF_MS * 2 ** Math.max(0, count - 1), MOST_BACKOFF_MS);
}

/** Looks for the image, pulls it when it is not there. */
function beginPull(context: KubeletContext, pod: KubeObject, run: ContainerRun, now: number): void {
  const { image, imagePullPolicy } = run.container;
  const node = podSpecOf(pod).nodeName ?? '';
  if (imageOutcome(image, context.badImages) === 'invalid') {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`;
    say(context, pod, 'InspectFailed', message, 'Warning');
    run.state = { kind: 'pull-failed', until: now + FIRST_BACKOFF_MS, isBackOff: false, reason: 'InvalidImageName' };
  } else if (imagePullPolicy !== 'Always' && context.hasImage(node, image)) {
    say(context, pod, 'Pulled', `Container image "${image}" already present on machine`);
    beginStart(context, pod, run, now);
  } else {
    say(context, pod, 'Pulling', `Pulling image "${image}"`);
    const isKnown = context.hasImage(node, image);
    const took = isKnown ? 400 : context.draw(`pull/${node}/${image}`, 1500, 6000);
    run.state = { kind: 'pulling', since: now, until: now + took };
  }
}

function endPull(context: KubeletContext, pod: KubeObject, run: ContainerRun, since: number, now: number): void {
  const { image } = run.container;
  if (imageOutcome(image, context.badImages) === 'missing') {
    const full = fullImageName(image);
    const cause = `failed to pull and unpack image "${full}": failed to resolve reference "${full}": ${full}: not found`;
    say(
      context,
      pod,
      'Failed',
      `Failed to pull image "${image}": rpc error: code = NotFound desc = ${cause}`,
      'Warning',
    );
    say(context, pod, 'Failed', 'Error: ErrImagePull', 'Warning');
    run.pullFailures += 1;
    run.state = { kind: 'pull-failed', until: now + 2000, isBackOff: false, reason: 'ErrImagePull' };
    return;
  }
  context.keepImage(podSpecOf(pod).nodeName ?? '', image);
  const seconds = `${((now - since) / 1000).toFixed(3)}s`;
  const size = Math.round(context.draw(`size/${image}`, 20_000_000, 900_000_000));
  const message = `Successfully pulled image "${image}" in ${seconds} (${seconds} including waiting). Image size: ${size} bytes.`;
  say(context, pod, 'Pulled', message);
  beginStart(context, pod, run, now);
}

function retryPull(context: KubeletContext, pod: KubeObject, run: ContainerRun, now: number): void {
  if (run.state.kind !== 'pull-failed' || run.state.isBackOff || run.state.reason === 'InvalidImageName') {
    beginPull(context, pod, run, now);
    return;
  }
  say(context, pod, 'BackOff', `Back-off pulling image "${run.container.image}"`);
  say(context, pod, 'Failed', 'Error: ImagePullBackOff', 'Warning');
  run.state = { kind: 'pull-failed', until: now + backoff(run.pullFailures), isBackOff: true, reason: 'ErrImagePull' };
}

function beginStart(context: KubeletContext, pod: KubeObject, run: ContainerRun, now: number): void {
  const problem = environmentProblem(context.cluster, pod, run.container);
  if (problem !== null) {
    say(context, pod, 'Failed', `Error: ${problem}`, 'Warning');
    run.state = { kind: 'config-error', until: now + CONFIG_RETRY_MS, message: problem };
    return;
  }
  say(context, pod, 'Created', `Created container: ${run.container.name}`);
  run.state = {
    kind: 'starting',
    until: now + context.draw(`start/${pod.metadata.name}/${run.container.name}`, 200, 900),
  };
}

function lifeOf(context: KubeletContext, pod: KubeObject, run: ContainerRun): number | null {
  const name = `${pod.metadata.name}/${run.container.name}`;
  if (imageOutcome(run.container.image, context.badImages) === 'crashes') {
    return context.draw(`crash/${name}/${run.restarts}`, 300, 1200);
  }
  const isTask = run.role === 'init' || pod.metadata.ownerReferences?.some((owner) => owner.kind === 'Job') === true;
  return isTask && run.role !== 'sidecar' ? context.draw(`task/${name}`, 1000, 4000) : null;
}

function beginRun(context: KubeletContext, pod: KubeObject, run: ContainerRun, now: number): void {
  say(context, pod, 'Started', `Started container ${run.container.name}`);
  const { readinessProbe, startupProbe } = run.container;
  const firstProbe = (readinessProbe?.initialDelaySeconds ?? 0) + (startupProbe?.initialDelaySeconds ?? 0);
  const boot = context.draw(`ready/${pod.metadata.name}/${run.container.name}`, 600, 3000);
  const readyAt = readinessProbe || startupProbe ? now + Math.max(boot, firstProbe * 1000) : now;
  const life = lifeOf(context, pod, run);
  run.state = { kind: 'running', since: now, readyAt, endsAt: life === null ? null : now + life };
}

function endRun(context: KubeletContext, pod: KubeObject, run: ContainerRun, since: number, now: number): void {
  const isCrash = imageOutcome(run.container.image, context.badImages) === 'crashes';
  run.last = { startedAt: since, finishedAt: now, exitCode: isCrash ? 1 : 0 };
  const policy = run.role === 'sidecar' ? 'Always' : (podSpecOf(pod).restartPolicy ?? 'Always');
  const restarts = policy === 'Always' && run.role !== 'init' ? true : policy !== 'Never' && isCrash;
  if (!restarts) {
    run.state = { kind: 'ended', last: run.last };
    return;
  }
  if (now - since > BACKOFF_RESET_MS) {
    run.restarts = 0;
  }
  // The first restart comes at once; then the kubelet waits, twice as long each time.
  const wait = run.restarts === 0 ? 100 : backoff(run.restarts);
  if (run.restarts > 0) {
    const { name, namespace, uid } = pod.metadata;
    const where = `in pod ${name}_${namespace}(${uid})`;
    say(context, pod, 'BackOff', `Back-off restarting failed container ${run.container.name} ${where}`, 'Warning');
  }
  run.state = { kind: 'restarting', until: now + wait };
}

/** Moves one container on, if its time has come. */
export function advanceContainer(context: KubeletContext, pod: KubeObject, run: ContainerRun, now: number): void {
  const { state } = run;
  if (state.kind === 'waiting') {
    beginPull(context, pod, run, now);
  } else if (state.kind === 'running') {
    if (state.endsAt !== null && state.endsAt <= now) {
      endRun(context, pod, run, state.since, now);
    }
  } else if (state.kind !== 'ended' && state.until <= now) {
    switch (state.kind) {
      case 'pulling':
        endPull(context, pod, run, state.since, now);
        break;
      case 'pull-failed':
        retryPull(context, pod, run, now);
        break;
      case 'config-error':
        beginStart(context, pod, run, now);
        break;
      case 'starting':
        beginRun(context, pod, run, now);
        break;
      case 'restarting':
        run.restarts += 1;
        beginPull(context, pod, run, now);
        break;
    }
  }
}
