import { randomBytes } from 'node:crypto';
import type { ActionsService } from '../../../github/actions/service.ts';
import type { KubeObject } from '../../../kubernetes/object.ts';
import { resourceType } from '../../../kubernetes/resources.ts';
import { ApiError } from '../../api/api-error.ts';
import type { Cluster } from '../../api/cluster.ts';
import { type Controller, createController, keyOf, ownerKeys, ownerReference } from '../../api/controller.ts';
import { fieldsOf, numberOf, textOf, textsOf } from '../../api/fields.ts';
import { isReady } from '../../api/pod-state.ts';
import type { WorkQueue } from '../../api/work-queue.ts';
import { jobStatus } from './job-status.ts';
import { setFinalizer, writeStatusIfNew } from './release.ts';
import { runnerPod } from './runner-pod.ts';
import { EPHEMERAL_RUNNER } from './types.ts';

const POD = resourceType('Pod');
const SECRET = resourceType('Secret');
const FINALIZER = 'ephemeralrunner.actions.github.com/runner-registration-finalizer';

const MOST_FAILURES = 5;
/** How long it waits with the next pod after so many have failed. */
const PAUSES_MS = [0, 5000, 10_000, 20_000, 40_000, 80_000];

/** Registers each runner, keeps its pod, and tells which job it does. A runner that did its job is done itself. */
export function createEphemeralRunners(cluster: Cluster, github: ActionsService): Controller {
  const write = (runner: KubeObject, change: Record<string, unknown>) =>
    writeStatusIfNew(cluster, runner, { ...runner.status, ...change });
  const fail = (runner: KubeObject, reason: string, message: string) => {
    github.removeRunner(numberOf(runner.status?.runnerId, 0));
    write(runner, { phase: 'Failed', ready: false, reason, message });
  };

  /** Gives the id that GitHub knows the runner by, with the Secret that its pod connects with; null where it may not. */
  const register = (runner: KubeObject): number | null => {
    const { name, namespace = '' } = runner.metadata;
    const registered = github.registerRunner(numberOf(runner.spec?.runnerScaleSetId, 0), name);
    if (registered === null) {
      return null;
    }
    setFinalizer(cluster, runner, FINALIZER, true);
    if (cluster.get(SECRET, namespace, name) === undefined) {
      const data = { jitToken: randomBytes(48).toString('base64') };
      const metadata = { name, namespace, ownerReferences: [ownerReference(runner)] };
      cluster.create({ apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data });
    }
    return registered.id;
  };

  const startPod = (runner: KubeObject, queue: WorkQueue) => {
    const failures = Object.values(textsOf(runner.status?.failures));
    const last = Math.max(0, ...failures.map((time) => Date.parse(time)));
    const wait = last + (PAUSES_MS[failures.length] ?? 0) - cluster.clock.now();
    if (failures.length > 0 && wait > 0) {
      queue.addAfter(keyOf(runner), wait);
      return;
    }
    try {
      cluster.create(runnerPod(runner));
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      fail(runner, 'InvalidPod', `Failed to create the pod: ${error.message}`);
    }
  };

  const countFailure = (runner: KubeObject, pod: KubeObject) => {
    const failures = { ...fieldsOf(runner.status?.failures), [pod.metadata.uid ?? '']: cluster.clock.timestamp() };
    if (Object.keys(failures).length > MOST_FAILURES) {
      fail(
        { ...runner, status: { ...runner.status, failures } },
        'TooManyPodFailures',
        `Pod has failed to start more than ${MOST_FAILURES} times`,
      );
    } else {
      write(runner, {
        failures,
        ready: false,
        reason: textOf(pod.status?.reason),
        message: textOf(pod.status?.message),
      });
    }
    cluster.delete(pod);
  };

  return createController(cluster, {
    primary: EPHEMERAL_RUNNER,
    also: (event) => (event.resource.kind === 'Pod' ? ownerKeys(event, EPHEMERAL_RUNNER) : []),
    outside: github.onChange,
    reconcile(runner, queue) {
      const { name, namespace, deletionTimestamp } = runner.metadata;
      const { phase, runnerId: knownId } = fieldsOf(runner.status);
      if (deletionTimestamp !== undefined) {
        github.removeRunner(numberOf(knownId, 0));
        setFinalizer(cluster, runner, FINALIZER, false);
        return;
      }
      if (phase === 'Failed' || phase === 'Succeeded') {
        return;
      }
      if (typeof knownId === 'number' && github.runner(knownId) === undefined) {
        write(runner, { phase: 'Succeeded', ready: false });
        return;
      }
      const runnerId = typeof knownId === 'number' ? knownId : register(runner);
      if (runnerId === null) {
        return;
      }
      const pod = cluster.get(POD, namespace, name);
      const isUp = pod !== undefined && isReady(pod);
      if (typeof knownId !== 'number') {
        write(runner, { runnerId, runnerName: name, phase: 'Pending' });
      } else if (pod === undefined) {
        github.setStatus(runnerId, 'offline');
        startPod(runner, queue);
      } else if (pod.status?.phase === 'Failed') {
        countFailure(runner, pod);
      } else if (pod.metadata.deletionTimestamp === undefined) {
        github.setStatus(runnerId, isUp ? 'online' : 'offline');
        write(runner, { phase: pod.status?.phase, ready: isUp, ...jobStatus(github, runnerId) });
      }
    },
  });
}
