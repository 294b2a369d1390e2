import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../object.ts';
import { resourceType } from '../resources.ts';
import { formatDuration } from './duration.ts';
import { podProgress } from './kinds/pod-progress.ts';
import { createTableMaker } from './table.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

function row(kind: string, fields: Record<string, unknown>): Record<string, unknown> {
  const type = resourceType(kind);
  const object = {
    apiVersion: 'v1',
    kind,
    ...fields,
    metadata: { name: 'x', creationTimestamp: '2026-03-01T11:00:00Z', ...(fields.metadata as object) },
  } as KubeObject;
  const maker = createTableMaker(type, { now: () => NOW, include: 'None', version: 'v1' });
  const { columnDefinitions, rows } = maker.table([object], {});
  return Object.fromEntries(columnDefinitions.map(({ name }, index) => [name, rows[0]?.cells[index]]));
}

describe('durations', () => {
  it.each([
    [0, '0s'],
    [-500, '0s'],
    [-2 * SECOND, '<invalid>'],
    [119 * SECOND, '119s'],
    [120 * SECOND, '2m'],
    [150 * SECOND, '2m30s'],
    [10 * 60 * SECOND, '10m'],
    [179 * 60 * SECOND, '179m'],
    [3 * HOUR, '3h'],
    [3.5 * HOUR, '3h30m'],
    [30 * HOUR, '30h'],
    [2 * DAY, '2d'],
    [2 * DAY + 3 * HOUR, '2d3h'],
    [30 * DAY, '30d'],
    [800 * DAY, '2y70d'],
    [9 * 365 * DAY, '9y'],
  ])('%d ms is %s', (ms, expected) => {
    expect(formatDuration(ms)).toBe(expected);
  });
});

describe('a pod', () => {
  const pod = (status: object, spec: object = {}, metadata: object = {}): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'd', ...metadata },
    spec: { containers: [{ name: 'a' }, { name: 'b' }], ...spec },
    status: { phase: 'Running', ...status },
  });
  const running = (name: string, ready = true, restartCount = 0) => ({
    name,
    ready,
    restartCount,
    state: { running: {} },
  });
  const waiting = (name: string, reason: string, restartCount = 0) => ({
    name,
    ready: false,
    restartCount,
    state: { waiting: { reason } },
  });
  const ended = (name: string, exitCode: number, reason?: string) => ({
    name,
    ready: false,
    state: { terminated: { exitCode, reason } },
  });
  const inits = { initContainers: [{ name: 'i' }, { name: 'j' }] };
  const sidecar = { initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] };

  it.each<[string, KubeObject, string]>([
    ['runs', pod({ containerStatuses: [running('a'), running('b')] }), '2/2 Running 0'],
    ['is half ready', pod({ containerStatuses: [running('a'), running('b', false, 3)] }), '1/2 Running 3'],
    [
      'crashes',
      pod({ containerStatuses: [running('a'), waiting('b', 'CrashLoopBackOff', 7)] }),
      '1/2 CrashLoopBackOff 7',
    ],
    [
      'has no image',
      pod({ phase: 'Pending', containerStatuses: [waiting('a', 'ErrImagePull')] }),
      '0/2 ErrImagePull 0',
    ],
    ['waits for a node', pod({ phase: 'Pending' }), '0/2 Pending 0'],
    ['failed', pod({ phase: 'Failed', containerStatuses: [ended('a', 1, 'Error')] }), '0/2 Error 0'],
    [
      'was killed without a reason',
      pod({ phase: 'Failed', containerStatuses: [ended('a', 137)] }),
      '0/2 ExitCode:137 0',
    ],
    ['is done', pod({ phase: 'Succeeded', containerStatuses: [ended('a', 0, 'Completed')] }), '0/2 Completed 0'],
    ['was evicted', pod({ phase: 'Failed', reason: 'Evicted' }), '0/2 Evicted 0'],
    [
      'is done in part',
      pod({
        containerStatuses: [ended('a', 0, 'Completed'), running('b')],
        conditions: [{ type: 'Ready', status: 'True' }],
      }),
      '1/2 Running 0',
    ],
    [
      'begins',
      pod({ phase: 'Pending', initContainerStatuses: [ended('i', 0), { name: 'j', state: {} }] }, inits),
      '0/2 Init:1/2 0',
    ],
    [
      'cannot begin',
      pod({ phase: 'Pending', initContainerStatuses: [waiting('i', 'CrashLoopBackOff', 2)] }, inits),
      '0/2 Init:CrashLoopBackOff 2',
    ],
    [
      'ends',
      pod({ containerStatuses: [running('a')] }, {}, { deletionTimestamp: '2026-03-01T12:00:00Z' }),
      '1/2 Terminating 0',
    ],
    ['is lost', pod({ reason: 'NodeLost' }, {}, { deletionTimestamp: '2026-03-01T12:00:00Z' }), '0/2 Unknown 0'],
    [
      'counts its sidecar',
      pod(
        { initContainerStatuses: [{ ...running('proxy', true, 1), started: true }], containerStatuses: [running('a')] },
        sidecar,
      ),
      '2/3 Running 1',
    ],
    [
      'is gated',
      pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }),
      '0/2 SchedulingGated 0',
    ],
    ['has nothing in it', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } }, '0/0  0'],
  ])('that %s', (_what, object, expected) => {
    const { ready, total, reason, restarts } = podProgress(object);
    expect(`${ready}/${total} ${reason} ${restarts}`).toBe(expected);
  });

  it('says how long ago it was restarted', () => {
    const status = {
      phase: 'Running',
      containerStatuses: [
        { ...running('a', true, 2), lastState: { terminated: { exitCode: 1, finishedAt: '2026-03-01T11:30:00Z' } } },
      ],
    };
    expect(row('Pod', { spec: { containers: [{ name: 'a' }] }, status })).toMatchObject({
      Restarts: '2 (30m ago)',
      Age: '60m',
      Node: '<none>',
    });
  });
});

describe('rows', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'Node',
      {
        metadata: { labels: { 'node-role.kubernetes.io/control-plane': 'true', 'node-role.kubernetes.io/master': '' } },
        spec: { unschedulable: true },
        status: {
          conditions: [{ type: 'Ready', status: 'Unknown' }],
          addresses: [{ type: 'InternalIP', address: '192.168.1.5' }],
          nodeInfo: { kubeletVersion: 'v1.35.0+k3s1' },
        },
      },
      {
        Status: 'NotReady,SchedulingDisabled',
        Roles: 'control-plane,master',
        Version: 'v1.35.0+k3s1',
        'Internal-IP': '192.168.1.5',
        'External-IP': '<none>',
      },
    ],
    [
      'Deployment',
      {
        spec: {
          replicas: 3,
          selector: { matchLabels: { b: '2', a: '1' }, matchExpressions: [{ key: 'c', operator: 'Exists' }] },
          template: { spec: { containers: [{ name: 'm', image: 'nginx:1' }] } },
        },
        status: { readyReplicas: 2, updatedReplicas: 3, availableReplicas: 2 },
      },
      { Ready: '2/3', 'Up-to-date': 3, Available: 2, Images: 'nginx:1', Selector: 'a=1,b=2,c' },
    ],
    [
      'Service',
      {
        spec: {
          type: 'LoadBalancer',
          clusterIP: '10.43.0.9',
          ports: [
            { port: 80, nodePort: 30080 },
            { port: 53, protocol: 'UDP' },
          ],
        },
      },
      { Type: 'LoadBalancer', 'External-IP': '<pending>', 'Port(s)': '80:30080/TCP,53/UDP' },
    ],
    [
      'Ingress',
      {
        spec: { ingressClassName: 'traefik', rules: [{ host: 'a.lan' }, {}], tls: [{}] },
        status: { loadBalancer: { ingress: [{ ip: '10.0.0.1' }] } },
      },
      { Class: 'traefik', Hosts: 'a.lan,*', Address: '10.0.0.1', Ports: '80, 443' },
    ],
    [
      'Job',
      {
        spec: { completions: 1 },
        status: {
          succeeded: 1,
          startTime: '2026-03-01T11:00:00Z',
          completionTime: '2026-03-01T11:00:30Z',
          conditions: [{ type: 'Complete', status: 'True' }],
        },
      },
      { Status: 'Complete', Completions: '1/1', Duration: '30s' },
    ],
    [
      'CronJob',
      { spec: { schedule: '0 2 * * *' }, status: { lastScheduleTime: '2026-03-01T02:00:00Z' } },
      { Schedule: '0 2 * * *', Suspend: 'False', Active: 0, 'Last Schedule': '10h' },
    ],
    [
      'PersistentVolumeClaim',
      {
        spec: { storageClassName: 'longhorn', volumeName: 'pv-1' },
        status: { phase: 'Bound', capacity: { storage: '8Gi' }, accessModes: ['ReadWriteOnce'] },
      },
      { Status: 'Bound', Volume: 'pv-1', Capacity: '8Gi', 'Access Modes': 'RWO', StorageClass: 'longhorn' },
    ],
    [
      'Event',
      {
        involvedObject: { kind: 'Pod', name: 'web' },
        type: 'Warning',
        reason: 'BackOff',
        message: 'again ',
        lastTimestamp: '2026-03-01T11:59:00Z',
        count: 4,
      },
      { 'Last Seen': '60s', Type: 'Warning', Object: 'pod/web', Message: 'again', Count: 4 },
    ],
    ['Secret', { type: 'Opaque', data: { a: 'MQ==', b: 'Mg==' } }, { Type: 'Opaque', Data: 2 }],
    [
      'ResourceQuota',
      { status: { hard: { 'requests.cpu': '4', 'limits.cpu': '8' }, used: { 'requests.cpu': '1' } } },
      { Request: 'requests.cpu: 1/4', Limit: 'limits.cpu: 0/8' },
    ],
    [
      'Application',
      { status: { sync: { status: 'Synced', revision: 'abc' }, health: {} } },
      { 'Sync Status': 'Synced', 'Health Status': null, Revision: 'abc' },
    ],
    [
      'Certificate',
      {
        status: {
          conditions: [
            { type: 'Issuing', status: 'False' },
            { type: 'Ready', status: 'True' },
          ],
        },
      },
      { Ready: 'True', Secret: null, Age: '60m' },
    ],
    ['Role', {}, { Name: 'x', 'Created At': '2026-03-01T11:00:00Z' }],
  ])('of a %s', (kind, fields, expected) => {
    expect(row(kind, fields)).toMatchObject(expected);
  });

  it('say what their columns are once in a watch', () => {
    const maker = createTableMaker(resourceType('Pod'), { now: () => NOW, include: 'Metadata', version: 'v1' });
    expect(maker.nextTable([], {}).columnDefinitions).not.toEqual([]);
    expect(maker.nextTable([], {}).columnDefinitions).toEqual([]);
  });
});
