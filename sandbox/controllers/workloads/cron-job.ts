import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { conditionOf } from '../api/conditions.ts';
import { type Controller, createController, ownerKeys, ownerReference } from '../api/controller.ts';
import { fieldAt, fieldsOf, numberOf, textOf, textsOf } from '../api/fields.ts';
import { nextRun, parseCron } from './cron-schedule.ts';
import { isJobFinished } from './job.ts';

const CRON_JOB = resourceType('CronJob');
const JOB = resourceType('Job');
const COMPONENT = 'cronjob-controller';

function jobFor(cronJob: KubeObject, dueAt: number): KubeObject {
  const template = fieldsOf(cronJob.spec?.jobTemplate);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      // Named after the minute, so that the same run is never started twice.
      name: `${cronJob.metadata.name}-${Math.floor(dueAt / 60_000)}`,
      namespace: cronJob.metadata.namespace ?? 'default',
      labels: textsOf(fieldAt(template, 'metadata', 'labels')),
      annotations: {
        ...textsOf(fieldAt(template, 'metadata', 'annotations')),
        'batch.kubernetes.io/cronjob-scheduled-timestamp': new Date(dueAt).toISOString(),
      },
      ownerReferences: [ownerReference(cronJob)],
    },
    spec: fieldsOf(template.spec),
  };
}

/** Starts Jobs at the times it names and keeps only the last ones: pkg/controller/cronjob. */
export function createCronJobController(cluster: Cluster): Controller {
  const jobsOf = (cronJob: KubeObject) =>
    cluster.index.ownedBy(cronJob.metadata.uid ?? '').filter((object) => object.kind === 'Job');

  const lastSuccess = (cronJob: KubeObject): string | undefined =>
    jobsOf(cronJob)
      .map((job) => textOf(job.status?.completionTime))
      .concat(textOf(cronJob.status?.lastSuccessfulTime))
      .filter((time) => time !== '')
      .sort()
      .at(-1);
  const trim = (cronJob: KubeObject, type: string, limit: number) => {
    const finished = jobsOf(cronJob)
      .filter((job) => conditionOf(job, type)?.status === 'True')
      .sort((a, b) => b.metadata.name.localeCompare(a.metadata.name));
    for (const job of finished.slice(limit)) {
      cluster.delete(job);
    }
  };
  const run = (cronJob: KubeObject, dueAt: number) => {
    const running = jobsOf(cronJob).filter((job) => !isJobFinished(job));
    const policy = textOf(cronJob.spec?.concurrencyPolicy, 'Allow');
    if (policy === 'Forbid' && running.length > 0) {
      return;
    }
    for (const job of policy === 'Replace' ? running : []) {
      cluster.delete(job);
    }
    const job = jobFor(cronJob, dueAt);
    if (cluster.get(JOB, job.metadata.namespace, job.metadata.name) === undefined) {
      cluster.create(job);
      const message = `Created job ${job.metadata.name}`;
      cluster.record(cronJob, { type: 'Normal', reason: 'SuccessfulCreate', message, component: COMPONENT });
    }
  };

  return createController(cluster, {
    primary: CRON_JOB,
    also: (event) => (event.resource.kind === 'Job' ? ownerKeys(event, CRON_JOB) : []),
    reconcile(cronJob, queue, key) {
      const schedule = parseCron(textOf(cronJob.spec?.schedule));
      if (cronJob.metadata.deletionTimestamp !== undefined || schedule === null || cronJob.spec?.suspend === true) {
        return;
      }
      const now = cluster.clock.now();
      const lastText = textOf(cronJob.status?.lastScheduleTime) || (cronJob.metadata.creationTimestamp ?? '');
      const dueAt = nextRun(schedule, Date.parse(lastText));
      const isDue = dueAt !== null && dueAt <= now;
      if (isDue) {
        run(cronJob, dueAt);
      }
      trim(cronJob, 'Complete', numberOf(cronJob.spec?.successfulJobsHistoryLimit, 3));
      trim(cronJob, 'Failed', numberOf(cronJob.spec?.failedJobsHistoryLimit, 1));
      const active = jobsOf(cronJob).filter((job) => !isJobFinished(job));
      const lastSuccessfulTime = lastSuccess(cronJob);
      const references = active.map((job) => ({
        apiVersion: 'batch/v1',
        kind: 'Job',
        name: job.metadata.name,
        namespace: job.metadata.namespace,
        uid: job.metadata.uid,
      }));
      cluster.writeStatus(cronJob, {
        ...cronJob.status,
        ...(isDue ? { lastScheduleTime: `${new Date(dueAt).toISOString().slice(0, 19)}Z` } : {}),
        ...(lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime }),
        active: references,
      });
      const next = nextRun(schedule, now);
      if (next !== null) {
        queue.addAfter(key, next - now);
      }
    },
  });
}
