import { conditionOf } from '../../controllers/api/conditions.ts';
import { type Fields, fieldAt, fieldsOf, listOf, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { Health } from './health-status.ts';

function containers(pod: KubeObject): Fields[] {
  return listOf(pod.status?.containerStatuses).map(fieldsOf);
}

function isBadReason(reason: string): boolean {
  return reason.startsWith('Err') || reason.endsWith('Error') || reason.endsWith('BackOff');
}

/** Why containers of a pod that is to run for ever wait; null when none waits for a bad reason. */
function waitingProblem(pod: KubeObject): string | null {
  const bad = containers(pod)
    .map((status) => fieldsOf(fieldAt(status, 'state', 'waiting')))
    .filter((waiting) => isBadReason(textOf(waiting.reason)));
  return bad.length === 0 ? null : bad.map((waiting) => textOf(waiting.message)).join(', ');
}

function failureMessage(pod: KubeObject): string {
  const exit = containers(pod)
    .map((status) => ({ name: textOf(status.name), terminated: fieldsOf(fieldAt(status, 'state', 'terminated')) }))
    .find(({ terminated }) => Number(terminated.exitCode ?? 0) !== 0);
  return exit === undefined
    ? textOf(pod.status?.message)
    : `container "${exit.name}" failed with exit code ${exit.terminated.exitCode}`;
}

/** gitops-engine/pkg/health/health_pod.go */
export function podHealth(pod: KubeObject): Health {
  const policy = textOf(pod.spec?.restartPolicy, 'Always');
  const problem = policy === 'Always' ? waitingProblem(pod) : null;
  if (problem !== null) {
    return { status: 'Degraded', message: problem };
  }
  switch (pod.status?.phase) {
    case 'Pending':
      return { status: 'Progressing', message: textOf(pod.status?.message) };
    case 'Succeeded':
      return { status: 'Healthy', message: textOf(pod.status?.message) };
    case 'Failed':
      return { status: 'Degraded', message: failureMessage(pod) };
    case 'Running':
      return runningHealth(pod, policy);
    default:
      return { status: 'Unknown', message: textOf(pod.status?.message) };
  }
}

function runningHealth(pod: KubeObject, policy: string): Health {
  if (policy !== 'Always') {
    return { status: 'Progressing', message: textOf(pod.status?.message) };
  }
  if (conditionOf(pod, 'Ready')?.status === 'True') {
    return { status: 'Healthy', message: textOf(pod.status?.message) };
  }
  const hasCrashed = containers(pod).some((status) => fieldAt(status, 'lastState', 'terminated') !== undefined);
  return { status: hasCrashed ? 'Degraded' : 'Progressing', message: textOf(pod.status?.message) };
}

/** gitops-engine/pkg/health/health_job.go */
export function jobHealth(job: KubeObject): Health {
  const failed = conditionOf(job, 'Failed');
  const complete = conditionOf(job, 'Complete');
  if (failed?.status === 'True') {
    return { status: 'Degraded', message: textOf(failed.message) };
  }
  if (conditionOf(job, 'Suspended')?.status === 'True') {
    return { status: 'Suspended', message: textOf(conditionOf(job, 'Suspended')?.message) };
  }
  return complete?.status === 'True'
    ? { status: 'Healthy', message: textOf(complete.message) }
    : { status: 'Progressing', message: textOf(complete?.message) };
}

/** resource_customizations/batch/CronJob/health.lua: Healthy unless the last run is known to have failed. */
export function cronJobHealth(cronJob: KubeObject): Health {
  const { status } = cronJob;
  if (cronJob.spec?.suspend === true) {
    return { status: 'Suspended', message: 'CronJob is Suspended' };
  }
  if (status === undefined) {
    return { status: 'Progressing', message: 'Waiting for CronJob' };
  }
  const [scheduled, succeeded] = [textOf(status.lastScheduleTime), textOf(status.lastSuccessfulTime)];
  if (scheduled === '') {
    return { status: 'Healthy', message: 'CronJob has not been scheduled yet' };
  }
  if (succeeded === '') {
    return { status: 'Healthy', message: 'The Cronjob never completed succesfully. It may not be healthy' };
  }
  if (listOf(status.active).length > 0) {
    return { status: 'Healthy', message: 'The job is running. Its last execution may not have been successful' };
  }
  return succeeded < scheduled
    ? { status: 'Degraded', message: 'CronJob has not completed its last execution successfully' }
    : { status: 'Healthy', message: 'CronJob has completed its last execution successfully' };
}
