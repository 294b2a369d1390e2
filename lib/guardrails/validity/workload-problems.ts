import { parseSchedule } from '#lib/domain/schedule/cron.ts';
import { zoneOf } from '#lib/domain/schedule/time-zone.ts';
import { fieldsOf } from '#lib/domain/value/fields.ts';
import type { ManifestSubject } from '../reading/objects.ts';
import { kindName } from '../reading/scope.ts';
import { isGiven, quoted, type ShapeProblem } from './names.ts';

const SCALED = ['Deployment.apps', 'StatefulSet.apps', 'ReplicaSet.apps'];

/** What the API server refuses of controllers beside their pods (pkg/apis/apps, batch, autoscaling and policy). */
export function workloadProblems({ apiVersion, kind, name, value }: ManifestSubject): ShapeProblem[] {
  const own = kindName(apiVersion, kind);
  const spec = fieldsOf(value.spec);
  const problems: ShapeProblem[] = [];
  if (SCALED.includes(own) && typeof spec.replicas === 'number' && spec.replicas < 0) {
    problems.push({ path: ['spec', 'replicas'], message: 'spec.replicas is less than nothing' });
  }
  const { type, rollingUpdate } = fieldsOf(spec.strategy);
  if (own === 'Deployment.apps' && type === 'Recreate' && isGiven(rollingUpdate)) {
    const message = 'spec.strategy.rollingUpdate must go: with Recreate nothing is updated while it runs';
    problems.push({ path: ['spec', 'strategy', 'rollingUpdate'], message, fix: 'strategy:\n  type: Recreate' });
  }
  if (own === 'HorizontalPodAutoscaler.autoscaling') {
    const { minReplicas = 1, maxReplicas } = spec;
    if (typeof maxReplicas === 'number' && typeof minReplicas === 'number' && maxReplicas < Math.max(1, minReplicas)) {
      const message = `spec.maxReplicas is ${maxReplicas}, less than the least, which is ${Math.max(1, minReplicas)}`;
      problems.push({ path: ['spec', 'maxReplicas'], message });
    }
  }
  const isBudget = own === 'PodDisruptionBudget.policy';
  if (isBudget && isGiven(spec.minAvailable) && isGiven(spec.maxUnavailable)) {
    const message = 'spec.minAvailable and spec.maxUnavailable exclude each other; one of them must go';
    problems.push({ path: ['spec', 'maxUnavailable'], message });
  }
  return own === 'CronJob.batch' ? [...problems, ...scheduleProblems(spec), ...nameProblems(name)] : problems;
}

/** The name of each of its jobs has eleven characters more (pkg/apis/batch/validation). */
function nameProblems(name: string): ShapeProblem[] {
  const message = `metadata.name has ${name.length} characters; a CronJob's may have 52`;
  return name.length > 52 ? [{ path: ['metadata', 'name'], message }] : [];
}

/** Words that robfig/cron's standard parser takes in place of five fields. */
const WORDS =
  /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every [-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|[µμ]s|ms|s|m|h))+)$/;

function scheduleProblems({ schedule, timeZone }: Readonly<Record<string, unknown>>): ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  if (typeof schedule === 'string') {
    const path = ['spec', 'schedule'];
    if (schedule.includes('TZ')) {
      // Clusters take it of what was there with it before.
      const message = 'spec.schedule names a time zone, which new CronJobs may not; it belongs into spec.timeZone';
      problems.push({ path, message, fix: 'timeZone: Etc/UTC', severity: 'warn' });
    } else if (!WORDS.test(schedule) && parseSchedule(schedule) === null) {
      const message = `spec.schedule ${quoted(schedule)} must be five fields: minute, hour, day of month, month (1-12), day of week (0-6, Sunday is 0)`;
      problems.push({ path, message, fix: 'schedule: "0 3 * * *"' });
    }
  }
  if (typeof timeZone === 'string' && (!zoneOf(timeZone).isKnown || timeZone === '')) {
    const message = `spec.timeZone ${quoted(timeZone)} is no time zone; write it as in Europe/Berlin`;
    problems.push({ path: ['spec', 'timeZone'], message, fix: 'timeZone: Etc/UTC' });
  }
  return problems;
}
