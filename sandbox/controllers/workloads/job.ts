import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { type Condition, conditionOf, conditionsOf, withCondition } from '../api/conditions.ts';
import { type Controller, createController, ownerKeys } from '../api/controller.ts';
import { nameSuffix } from '../api/draw.ts';
import { fieldsOf, listOf, numberOf } from '../api/fields.ts';
import { isActive, isReady } from '../api/pod-state.ts';
import { podTemplateOf } from '../api/pod-types.ts';
import type { WorkQueue } from '../api/work-queue.ts';
import { createOwnedPod, podFromTemplate } from './make-pod.ts';
import { podsOf } from './replica-set.ts';

const JOB = resourceType('Job');
const COMPONENT = 'job-controller';

type Tally = { active: KubeObject[]; succeeded: number; failed: number; restarts: number };

function tallyOf(cluster: Cluster, job: KubeObject): Tally {
  const pods = podsOf(cluster, job);
  const active = pods.filter(isActive);
  const restarts = active
    .flatMap((pod) => listOf(pod.status?.containerStatuses))
    .reduce<number>((sum, status) => sum + numberOf(fieldsOf(status).restartCount, 0), 0);
  return {
    active,
    succeeded: pods.filter((pod) => pod.status?.phase === 'Succeeded').length,
    failed: pods.filter((pod) => pod.status?.phase === 'Failed').length,
    restarts,
  };
}

export function isJobFinished(job: KubeObject): boolean {
  return ['Complete', 'Failed'].some((type) => conditionOf(job, type)?.status === 'True');
}

/** Why the Job is over, null while it is not. */
function verdict(job: KubeObject, tally: Tally, now: number): Condition | null {
  const limit = numberOf(job.spec?.backoffLimit, 6);
  if (tally.succeeded >= numberOf(job.spec?.completions, 1)) {
    const message = 'Reached expected number of succeeded pods';
    return { type: 'Complete', status: 'True', reason: 'CompletionsReached', message };
  }
  if (tally.failed > limit || (tally.restarts > 0 && tally.restarts >= Math.max(limit, 1))) {
    const message = 'Job has reached the specified backoff limit';
    return { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message };
  }
  const deadline = msToDeadline(job, now);
  return deadline !== null && deadline <= 0
    ? {
        type: 'Failed',
        status: 'True',
        reason: 'DeadlineExceeded',
        message: 'Job was active longer than specified deadline',
      }
    : null;
}

function msToDeadline(job: KubeObject, now: number): number | null {
  const seconds = job.spec?.activeDeadlineSeconds;
  const startedAt = Date.parse(String(job.status?.startTime ?? ''));
  return typeof seconds === 'number' && !Number.isNaN(startedAt) ? startedAt + seconds * 1000 - now : null;
}

function writeStatus(cluster: Cluster, job: KubeObject, tally: Tally, over: Condition | null): void {
  const at = cluster.clock.timestamp();
  const isSuspended = job.spec?.suspend === true;
  let conditions = conditionsOf(job);
  if (over !== null) {
    conditions = withCondition(conditions, { ...over, lastProbeTime: at }, at);
  }
  if (isSuspended || conditionOf(job, 'Suspended') !== undefined) {
    const status = isSuspended ? 'True' : 'False';
    const reason = isSuspended ? 'JobSuspended' : 'JobResumed';
    conditions = withCondition(conditions, { type: 'Suspended', status, reason, message: '' }, at);
  }
  cluster.writeStatus(job, {
    ...(isSuspended ? {} : { startTime: job.status?.startTime ?? at }),
    ...(over === null && tally.active.length > 0 ? { active: tally.active.length } : {}),
    ...(tally.succeeded > 0 ? { succeeded: tally.succeeded } : {}),
    ...(tally.failed > 0 ? { failed: tally.failed } : {}),
    ready: over === null ? tally.active.filter(isReady).length : 0,
    ...(over?.type === 'Complete' ? { completionTime: at } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
  });
}

/** A finished Job with a time to live goes when that is over: pkg/controller/ttlafterfinished. */
function expire(cluster: Cluster, job: KubeObject, queue: WorkQueue, key: string): void {
  const seconds = job.spec?.ttlSecondsAfterFinished;
  if (typeof seconds !== 'number') {
    return;
  }
  const finished = conditionsOf(job).find((condition) => condition.status === 'True')?.lastTransitionTime ?? '';
  const left = Date.parse(finished) + seconds * 1000 - cluster.clock.now();
  if (left <= 0) {
    cluster.delete(job, 'Foreground');
  } else {
    queue.addAfter(key, left);
  }
}

/** Runs pods until enough of them have succeeded: pkg/controller/job. */
export function createJobController(cluster: Cluster): Controller {
  let made = 0;

  const start = (job: KubeObject, count: number): string | null => {
    const identity = { 'job-name': job.metadata.name, 'controller-uid': job.metadata.uid ?? '' };
    const labels = Object.fromEntries(
      Object.entries(identity).flatMap(([key, value]) => [
        [key, value],
        [`batch.kubernetes.io/${key}`, value],
      ]),
    );
    for (let index = 0; index < count; index += 1) {
      made += 1;
      const name = `${job.metadata.name}-${nameSuffix(`${job.metadata.uid}/${made}`, 5)}`;
      const refusal = createOwnedPod(cluster, job, podFromTemplate(job, podTemplateOf(job), name, labels), COMPONENT);
      if (refusal !== null) {
        return refusal;
      }
    }
    return null;
  };
  const finish = (job: KubeObject, tally: Tally, over: Condition) => {
    for (const pod of tally.active) {
      cluster.delete(pod);
    }
    const [type, reason] =
      over.type === 'Complete' ? (['Normal', 'Completed'] as const) : (['Warning', over.reason] as const);
    const message = over.type === 'Complete' ? 'Job completed' : String(over.message);
    cluster.record(job, { type, reason: String(reason), message, component: COMPONENT });
  };

  return createController(cluster, {
    primary: JOB,
    also: (event) => (event.resource.kind === 'Pod' ? ownerKeys(event, JOB) : []),
    reconcile(job, queue, key) {
      if (job.metadata.deletionTimestamp !== undefined) {
        return;
      }
      if (isJobFinished(job)) {
        expire(cluster, job, queue, key);
        return;
      }
      const tally = tallyOf(cluster, job);
      const over = verdict(job, tally, cluster.clock.now());
      const isSuspended = job.spec?.suspend === true;
      if (over !== null) {
        finish(job, tally, over);
      } else if (isSuspended) {
        for (const pod of tally.active) {
          cluster.delete(pod);
        }
      } else {
        const open = numberOf(job.spec?.completions, 1) - tally.succeeded - tally.active.length;
        const room = numberOf(job.spec?.parallelism, 1) - tally.active.length;
        const refusal = start(job, Math.max(0, Math.min(open, room)));
        if (refusal !== null) {
          queue.addWithBackoff(key, { firstMs: 10_000 });
        }
      }
      writeStatus(cluster, job, tallyOf(cluster, job), over);
      const left = msToDeadline(job, cluster.clock.now());
      if (left !== null && left > 0) {
        queue.addAfter(key, left);
      }
    },
  });
}
