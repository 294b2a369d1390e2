import { readJsonPath } from '../../api/json-path.ts';
import { objectIn, shownText, textIn } from '../../api/json-shape.ts';
import type { KubeObject } from '../../object.ts';
import { AGE, type Column, column, joined, listAt, NAME, numberAt, textAt, wide } from '../column.ts';
import { formatAge } from '../duration.ts';

function keysOf(...fields: string[]): Column['cell'] {
  return (object) => fields.reduce((sum, field) => sum + Object.keys(object[field] ?? {}).length, 0);
}

const INTEGER = { type: 'integer' };

export const NAMESPACE: Column[] = [NAME, column('Status', (object) => textAt(object, '.status.phase')), AGE];

export const CONFIG_MAP: Column[] = [NAME, column('Data', keysOf('data', 'binaryData'), INTEGER), AGE];

export const SECRET: Column[] = [
  NAME,
  column('Type', (object) => textAt(object, '.type')),
  column('Data', keysOf('data'), INTEGER),
  AGE,
];

export const SERVICE_ACCOUNT: Column[] = [
  NAME,
  column('Secrets', (object) => listAt(object, '.secrets').length, INTEGER),
  AGE,
];

/** An event that came again counts in its series, or in itself in the older form. */
function lastSeen(event: KubeObject, now: number): string {
  const paths = ['.series.lastObservedTime', '.lastTimestamp', '.eventTime'];
  return formatAge(paths.map((path) => textAt(event, path)).find((at) => at !== '') ?? firstSeenAt(event), now);
}

function firstSeenAt(event: KubeObject): string {
  return textAt(event, '.firstTimestamp') || textAt(event, '.eventTime') || (event.metadata.creationTimestamp ?? '');
}

function involved(event: KubeObject): string {
  return `${textAt(event, '.involvedObject.kind').toLowerCase()}/${textAt(event, '.involvedObject.name')}`;
}

function eventSource(event: KubeObject): string {
  const component = textAt(event, '.source.component') || textAt(event, '.reportingComponent');
  const host = textAt(event, '.source.host');
  return host === '' ? component : `${component}, ${host}`;
}

export const EVENT: Column[] = [
  column('Last Seen', lastSeen),
  column('Type', (event) => textAt(event, '.type')),
  column('Reason', (event) => textAt(event, '.reason')),
  column('Object', involved),
  wide('Subobject', (event) => textAt(event, '.involvedObject.fieldPath')),
  wide('Source', eventSource),
  column('Message', (event) => textAt(event, '.message').trim()),
  wide('First Seen', (event, now) => formatAge(firstSeenAt(event), now)),
  wide('Count', (event) => Math.max(1, numberAt(event, '.series.count'), numberAt(event, '.count'))),
  { ...NAME, priority: 1 },
];

export const DISRUPTION_BUDGET: Column[] = [
  NAME,
  column('Min Available', (object) => textAt(object, '.spec.minAvailable', 'N/A')),
  column('Max Unavailable', (object) => textAt(object, '.spec.maxUnavailable', 'N/A')),
  column('Allowed Disruptions', (object) => numberAt(object, '.status.disruptionsAllowed'), INTEGER),
  AGE,
];

function quotaText(kind: 'requests' | 'limits'): Column['cell'] {
  return (object) => {
    const used = objectIn(readJsonPath(object, '.status.used')[0]);
    const hard = objectIn(readJsonPath(object, '.status.hard')[0]);
    return Object.keys(hard)
      .filter((name) => name.startsWith('limits') === (kind === 'limits'))
      .sort()
      .map((name) => `${name}: ${shownText(used[name] ?? 0)}/${shownText(hard[name])}`)
      .join(', ');
  };
}

export const RESOURCE_QUOTA: Column[] = [
  NAME,
  column('Request', quotaText('requests')),
  column('Limit', quotaText('limits')),
  AGE,
];

function subjectsOf(kind: string): Column['cell'] {
  return (object) =>
    listAt(object, '.subjects')
      .filter((subject) => subject.kind === kind)
      .map(({ name, namespace }) => (kind === 'ServiceAccount' ? `${textIn(namespace)}/${textIn(name)}` : textIn(name)))
      .join(', ');
}

export const ROLE_BINDING: Column[] = [
  NAME,
  column('Role', (object) => `${textAt(object, '.roleRef.kind')}/${textAt(object, '.roleRef.name')}`),
  AGE,
  wide('Users', subjectsOf('User')),
  wide('Groups', subjectsOf('Group')),
  wide('ServiceAccounts', subjectsOf('ServiceAccount')),
];

export const RUNTIME_CLASS: Column[] = [NAME, column('Handler', (object) => textAt(object, '.handler')), AGE];

export const PRIORITY_CLASS: Column[] = [
  NAME,
  column('Value', (object) => numberAt(object, '.value'), INTEGER),
  column('Global-Default', (object) => object.globalDefault === true, { type: 'boolean' }),
  AGE,
  column('PreemptionPolicy', (object) => textAt(object, '.preemptionPolicy', 'PreemptLowerPriority')),
];

export const LEASE: Column[] = [NAME, column('Holder', (object) => textAt(object, '.spec.holderIdentity')), AGE];

export const HORIZONTAL_POD_AUTOSCALER: Column[] = [
  NAME,
  column('Reference', (o) => `${textAt(o, '.spec.scaleTargetRef.kind')}/${textAt(o, '.spec.scaleTargetRef.name')}`),
  column('Targets', (object) => joined(listAt(object, '.spec.metrics').map(metricText))),
  column('MinPods', (object) => textAt(object, '.spec.minReplicas', '<unset>')),
  column('MaxPods', (object) => numberAt(object, '.spec.maxReplicas'), INTEGER),
  column('Replicas', (object) => numberAt(object, '.status.currentReplicas'), INTEGER),
  AGE,
];

function metricText(metric: Record<string, unknown>): string {
  const name = readJsonPath(metric, '.resource.name')[0] ?? metric.type;
  const utilisation = readJsonPath(metric, '.resource.target.averageUtilization')[0];
  return `${shownText(name)}: <unknown>/${utilisation === undefined ? '<auto>' : `${shownText(utilisation)}%`}`;
}
