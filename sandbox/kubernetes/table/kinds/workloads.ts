import { readJsonPath } from '../../api/json-path.ts';
import type { KubeObject } from '../../object.ts';
import { readLabelSelector } from '../../selectors/object-selector.ts';
import { AGE, type Column, column, joined, labelText, listAt, NAME, numberAt, textAt, wide } from '../column.ts';
import { formatAge, formatDuration } from '../duration.ts';

const INTEGER = { type: 'integer' };

function count(name: string, path: string): Column {
  return column(name, (object) => numberAt(object, path), INTEGER);
}

/** Names and images of the containers a pod template has. */
function containerColumns(template: string): Column[] {
  const from = (field: string) => (object: KubeObject) =>
    joined(listAt(object, `${template}.spec.containers`).map((container) => container[field]));
  return [wide('Containers', from('name')), wide('Images', from('image'))];
}

const SELECTOR = wide('Selector', (object) => selectorText(object.spec?.selector));

/** A selector as kubectl writes it: `a=b,c in (d,e),!f` (FormatLabelSelector). */
export function selectorText(selector: unknown): string {
  const { matchLabels, matchExpressions } = readLabelSelector(selector);
  const labels = Object.keys(matchLabels).length === 0 ? [] : [labelText(matchLabels)];
  const expressions = matchExpressions.map(({ key, operator, values }) => {
    switch (operator) {
      case 'Exists':
        return key;
      case 'DoesNotExist':
        return `!${key}`;
      default:
        return `${key} ${operator.toLowerCase()} (${[...values].sort().join(',')})`;
    }
  });
  return joined([...labels, ...expressions]);
}

const REPLICAS_READY = column(
  'Ready',
  (object) => `${numberAt(object, '.status.readyReplicas')}/${numberAt(object, '.spec.replicas')}`,
);

export const DEPLOYMENT: Column[] = [
  NAME,
  REPLICAS_READY,
  count('Up-to-date', '.status.updatedReplicas'),
  count('Available', '.status.availableReplicas'),
  AGE,
  ...containerColumns('.spec.template'),
  SELECTOR,
];

export const REPLICA_SET: Column[] = [
  NAME,
  count('Desired', '.spec.replicas'),
  count('Current', '.status.replicas'),
  count('Ready', '.status.readyReplicas'),
  AGE,
  ...containerColumns('.spec.template'),
  SELECTOR,
];

export const STATEFUL_SET: Column[] = [NAME, REPLICAS_READY, AGE, ...containerColumns('.spec.template')];

export const DAEMON_SET: Column[] = [
  NAME,
  count('Desired', '.status.desiredNumberScheduled'),
  count('Current', '.status.currentNumberScheduled'),
  count('Ready', '.status.numberReady'),
  count('Up-to-date', '.status.updatedNumberScheduled'),
  count('Available', '.status.numberAvailable'),
  column('Node Selector', (object) => labelText(readJsonPath(object, '.spec.template.spec.nodeSelector')[0])),
  AGE,
  ...containerColumns('.spec.template'),
  SELECTOR,
];

function jobStatus(job: KubeObject): string {
  const isTrue = (name: string) =>
    listAt(job, '.status.conditions').some(({ type, status }) => type === name && status === 'True');
  const known = ['Complete', 'Failed'].find(isTrue);
  if (known !== undefined) {
    return known;
  }
  if (job.metadata.deletionTimestamp !== undefined) {
    return 'Terminating';
  }
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(isTrue) ?? 'Running';
}

function jobCompletions(job: KubeObject): string {
  const succeeded = numberAt(job, '.status.succeeded');
  if (typeof job.spec?.completions === 'number') {
    return `${succeeded}/${job.spec.completions}`;
  }
  const parallelism = numberAt(job, '.spec.parallelism');
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration(job: KubeObject, now: number): string {
  const start = Date.parse(textAt(job, '.status.startTime'));
  const end = Date.parse(textAt(job, '.status.completionTime'));
  return Number.isNaN(start) ? '' : formatDuration((Number.isNaN(end) ? now : end) - start);
}

export const JOB: Column[] = [
  NAME,
  column('Status', jobStatus),
  column('Completions', jobCompletions),
  column('Duration', jobDuration),
  AGE,
  ...containerColumns('.spec.template'),
  SELECTOR,
];

export const CRON_JOB: Column[] = [
  NAME,
  column('Schedule', (object) => textAt(object, '.spec.schedule')),
  column('Timezone', (object) => textAt(object, '.spec.timeZone', '<none>')),
  column('Suspend', (object) => (object.spec?.suspend === true ? 'True' : 'False')),
  column('Active', (object) => listAt(object, '.status.active').length, INTEGER),
  column('Last Schedule', (object, now) => {
    const last = textAt(object, '.status.lastScheduleTime');
    return last === '' ? '<none>' : formatAge(last, now);
  }),
  AGE,
  ...containerColumns('.spec.jobTemplate.spec.template'),
];
