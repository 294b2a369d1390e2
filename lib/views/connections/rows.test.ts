import { beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '#lib/domain/connection/diagnosis.ts';
import { type ConnectionRow, needsAttention, troublesOf } from '#lib/domain/connection/row.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { SourceState } from '#lib/domain/source/source.ts';
import { createConnectionLog } from '#lib/portal/connection-log.ts';
import type { Operations } from '#lib/portal/operations.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { quietOperations } from '#lib/testing/operations.ts';
import { connectionRows } from './rows.ts';

const NAMED: Operations['named'] = [
  { id: 'database', title: 'Database', address: '/srv/portolan.db', partOf: null },
  { id: 'forges/gitlab', title: 'Forge gitlab', address: 'https://gitlab', partOf: null },
  { id: 'sign-in', title: 'Sign-in with gitlab', address: 'https://gitlab', partOf: 'forges/gitlab' },
  { id: 'clusters/lab', title: 'Cluster lab', address: 'https://lab:6443', partOf: null },
  { id: 'clusters/lab/argocd', title: 'Argo CD in lab', address: 'argocd/root', partOf: 'clusters/lab' },
  { id: 'argocd/lab', title: "Argo CD's API of lab", address: 'https://argocd', partOf: null },
  { id: 'models/ollama', title: 'Models ollama', address: 'http://ollama', partOf: null },
  { id: 'prometheus', title: 'Prometheus', address: 'http://prometheus', partOf: null },
  { id: 'gitops', title: 'GitOps repository', address: 'platform/gitops', partOf: 'forges/gitlab' },
  { id: 'templates', title: 'Templates', address: 'templates', partOf: null },
  { id: 'runners/gitlab', title: 'Runners of gitlab', address: 'https://gitlab', partOf: 'forges/gitlab' },
  { id: 'webhooks/gitlab', title: 'Webhooks of gitlab', address: '/api/webhooks/gitlab', partOf: 'forges/gitlab' },
];

const GAP = {
  id: 'g',
  subject: 'All runners of the instance',
  reason: '403 Forbidden',
  remedy: 'An administrator’s token.',
};

/** Kinds that a platform can do without. */
const OPTIONAL = /autoscaling|ephemeral/;

const failure = (kind: ExternalError['kind'], message: string) =>
  new ExternalError({ provider: 'gitlab', operation: 'list branches', kind, message });

describe('the rows of connections', () => {
  const clock = createFakeClock(100_000);
  let log = createConnectionLog(clock);
  let operations: Operations;
  let checks = testCollection<ConnectionRow & { checkedAt: number }>();
  const source = (resource: string, state: SourceState, words: { reason?: string; remedy?: string } = {}) => {
    const collection = testCollection<never>([['a', 1 as never]]);
    const isOptional = OPTIONAL.test(resource) ? { isOptional: true as const } : {};
    collection.source = { id: resource, label: resource, state, asOf: 0, since: 7_000, ...isOptional, ...words };
    return collection;
  };
  let states: Record<string, SourceState>;

  beforeEach(() => {
    log = createConnectionLog(clock);
    checks = testCollection();
    operations = quietOperations(clock, { log, named: NAMED, checks: checks as unknown as Operations['checks'] });
    states = {
      applications: 'live',
      gate: 'live',
      projects: 'live',
      nodes: 'live',
      pods: 'live',
      deployments: 'live',
      models: 'live',
    };
  });

  const rows = () => {
    const of = (kind: string) => source(`lab/${kind}`, states[kind] ?? 'live');
    const models = source('models/ollama', states.models ?? 'live');
    return connectionRows({
      operations,
      engine: { applications: of('applications'), gate: of('gate'), projects: of('projects') },
      nodes: of('nodes'),
      pods: of('pods'),
      deployments: of('deployments'),
      analyses: of('analyses'),
      scaleSets: {
        sets: source('lab/autoscalingrunnersets', states.scaleSets ?? 'live'),
        listeners: source('lab/autoscalinglisteners', states.scaleSets ?? 'live'),
        runners: source('lab/ephemeralrunners', states.scaleSets ?? 'live'),
      },
      models: [{ ...models, values: () => [{ state: { installed: [1, 2], loaded: [1] } }] }],
      platformMetrics: { cards: source('prometheus', states.prometheus ?? 'live'), nodes: testCollection() },
      runnerSources: [
        { runners: source('runners/gitlab', states.runners ?? 'live'), gaps: testCollection([['g', GAP]]) },
      ],
      changeRows: source('portal/changes', 'live'),
    } as unknown as Parameters<typeof connectionRows>[0]);
  };
  const row = (id: string) => rows().find((one) => one.id === id);
  const check = (id: string, findings: Finding[]) =>
    checks.set(id, {
      version: 'GitLab 17.7.0',
      identity: 'portolan',
      findings,
      checkedAt: 95_000,
      since: 90_000,
    } as never);

  it('says of a kind that is not installed, and need not be, that there is none, and nothing of trouble', () => {
    states.scaleSets = 'absent';
    expect(row('lab/autoscalingrunnersets')).toMatchObject({ state: 'idle' });
    expect(row('clusters/lab')).toMatchObject({ state: 'live' });
    states.applications = 'absent';
    expect(row('lab/applications')).toMatchObject({ state: 'absent' });
  });

  it('has one for each connection, each kind that is watched and each queue, under ids of their own', () => {
    const ids = rows().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining([
        ...NAMED.map(({ id }) => id),
        ...['lab/applications', 'lab/gate', 'lab/projects', 'lab/nodes', 'lab/pods', 'lab/deployments', 'lab/analyses'],
        ...['lab/autoscalingrunnersets', 'lab/autoscalinglisteners', 'lab/ephemeralrunners'],
        ...['portal/streams', 'portal/driver', 'portal/changes'],
      ]),
    );
    expect(rows().filter(needsAttention)).toEqual([]);
    expect(row('models/ollama')).toMatchObject({ group: 'Models', holds: '2 models, 1 in memory' });
    expect(row('prometheus')).toMatchObject({ group: 'Metrics', holds: '1 card, 0 machines' });
  });

  it('tells of the runners how many there are and what may not be seen, which is no trouble', () => {
    expect(row('runners/gitlab')).toMatchObject({
      group: 'Forge',
      partOf: 'forges/gitlab',
      holds: '1 runner',
      findings: [
        { subject: 'All runners of the instance', detail: 'not permitted: 403 Forbidden', remedy: GAP.remedy },
      ],
    });
    states.runners = 'forbidden';
    expect(troublesOf(rows())).toMatchObject([{ connection: { id: 'runners/gitlab' } }]);
  });

  it('tells of a kind its own trouble, and the server is up as long as it answers for one of them', () => {
    states.pods = 'forbidden';
    expect(row('clusters/lab')).toMatchObject({ state: 'live' });
    expect(row('lab/pods')).toMatchObject({ state: 'forbidden', since: 7_000 });
    states = {
      scaleSets: 'stale',
      applications: 'stale',
      gate: 'stale',
      projects: 'stale',
      nodes: 'stale',
      pods: 'forbidden',
      deployments: 'stale',
      analyses: 'stale',
    };
    expect(row('clusters/lab')?.state).toBe('forbidden');
    expect(row('clusters/lab/argocd')?.state).toBe('stale');
  });

  it('says nothing of how much there is where it may not look: unknown is not none', () => {
    states.pods = 'forbidden';
    states.prometheus = 'forbidden';
    expect([row('lab/pods')?.holds, row('prometheus')?.holds]).toEqual(['', '']);
    states.prometheus = 'stale';
    expect([row('lab/nodes')?.holds, row('prometheus')?.holds]).toEqual(['1 object', '1 card, 0 machines']);
  });

  it('tells each trouble once: a cluster that is down, and with it what comes over it', () => {
    states.pods = 'forbidden';
    expect(troublesOf(rows())).toMatchObject([{ connection: { id: 'lab/pods' }, withIt: [] }]);
    states = {
      scaleSets: 'stale',
      applications: 'stale',
      gate: 'stale',
      projects: 'stale',
      nodes: 'stale',
      pods: 'stale',
      deployments: 'stale',
      analyses: 'stale',
      models: 'stale',
    };
    log.failed('lab/nodes', failure('unavailable', 'nothing listens'));
    expect(row('lab/nodes')?.remedy).toContain('See whether it runs');
    expect(troublesOf(rows())).toMatchObject([
      {
        connection: { id: 'clusters/lab' },
        withIt: [
          ...[
            'lab/applications',
            'lab/gate',
            'lab/projects',
            'lab/nodes',
            'lab/pods',
            'lab/deployments',
            'lab/analyses',
          ],
          ...['lab/autoscalingrunnersets', 'lab/autoscalinglisteners', 'lab/ephemeralrunners', 'Argo CD in lab'],
        ],
      },
      { connection: { id: 'models/ollama' }, withIt: [] },
    ]);
  });

  it('tells of a forge that fails since when, what was said and what to do, until it answers again', () => {
    log.heard('forges/gitlab');
    clock.jump(10_000);
    log.failed('forges/gitlab', failure('unavailable', 'nothing listens at its address'));
    expect(row('forges/gitlab')).toMatchObject({
      state: 'unreachable',
      since: 110_000,
      heardAt: 100_000,
      reason: 'list branches: nothing listens at its address',
      remedy: expect.stringContaining('See whether it runs'),
      failures: [{ times: 1, lastAt: 110_000 }],
    });
    log.failed('forges/gitlab', failure('auth', '401 Unauthorized'));
    expect(row('forges/gitlab')).toMatchObject({
      state: 'forbidden',
      since: 110_000,
      remedy: expect.stringContaining('Make a new token'),
    });
    log.heard('forges/gitlab');
    expect(row('forges/gitlab')).toMatchObject({ state: 'live', reason: '', failures: [{ times: 1 }, { times: 1 }] });
    clock.jump(-10_000);
  });

  it('does not call live what comes over a forge that cannot be reached', () => {
    for (const id of ['forges/gitlab', 'sign-in', 'gitops']) {
      log.heard(id);
    }
    expect(row('gitops')?.state).toBe('live');
    clock.jump(10_000);
    log.failed('forges/gitlab', failure('unavailable', 'nothing listens at its address'));
    for (const id of ['sign-in', 'gitops']) {
      expect(row(id)).toMatchObject({ state: 'stale', since: 110_000, reason: 'Forge gitlab cannot be reached.' });
    }
    expect(troublesOf(rows())).toMatchObject([
      {
        connection: { id: 'forges/gitlab' },
        withIt: ['Sign-in with gitlab', 'GitOps repository', 'Runners of gitlab'],
      },
    ]);
    clock.jump(10_000);
    log.heard('webhooks/gitlab');
    expect(row('webhooks/gitlab')?.state).toBe('live');
    log.heard('forges/gitlab');
    expect(row('gitops')?.state).toBe('live');
    clock.jump(-20_000);
  });

  it('shows what the last check found, the worst of it first', () => {
    log.heard('forges/gitlab');
    check('forges/gitlab', [
      { subject: 'API', state: 'ok', detail: 'it answers' },
      { subject: 'token', state: 'warning', detail: 'it works until tomorrow', remedy: 'Make a new one.' },
    ]);
    expect(row('forges/gitlab')).toMatchObject({
      state: 'warning',
      reason: 'token: it works until tomorrow',
      remedy: 'Make a new one.',
      version: 'GitLab 17.7.0',
      identity: 'portolan',
    });
    check('sign-in', [{ subject: 'client', state: 'problem', detail: 'it is not known there' }]);
    expect(row('sign-in')).toMatchObject({ state: 'problem', since: 90_000, heardAt: null });
    check('gitops', [{ subject: 'branch', state: 'ok', detail: 'main' }]);
    expect(row('gitops')).toMatchObject({ state: 'live', heardAt: 95_000 });
  });

  it('tells of the engine’s own API how its last call went, and before any what the check found', () => {
    const id = 'argocd/lab';
    expect(row(id)).toMatchObject({ group: 'Cluster', state: 'starting' });
    check(id, [{ subject: 'token', state: 'problem', detail: 'it is not taken', remedy: 'Make a new one.' }]);
    expect(row(id)).toMatchObject({ state: 'problem', reason: 'token: it is not taken', remedy: 'Make a new one.' });
    check(id, [{ subject: 'token', state: 'ok', detail: 'fine' }]);
    log.failed(id, failure('forbidden', 'it lacks a right'));
    expect(row(id)).toMatchObject({ state: 'forbidden', reason: 'list branches: it lacks a right' });
    // The rest of the cluster does not come over it.
    expect(row('clusters/lab')?.state).toBe('live');
    log.heard(id);
    expect(row(id)?.state).toBe('live');
  });

  it('believes what happens now before what a check said before', () => {
    check('forges/gitlab', [{ subject: 'token', state: 'problem', detail: 'it has no scope' }]);
    log.failed('forges/gitlab', failure('timeout', 'no answer within 20 s'));
    expect(row('forges/gitlab')).toMatchObject({
      state: 'unreachable',
      reason: 'list branches: no answer within 20 s',
    });
  });

  it('waits for webhooks without worry, and strangers who knock are noted only', () => {
    expect(row('webhooks/gitlab')?.state).toBe('idle');
    log.failed('webhooks/gitlab', failure('auth', 'another secret'));
    expect(row('webhooks/gitlab')).toMatchObject({ state: 'idle', failures: [{ times: 1 }] });
    log.heard('webhooks/gitlab');
    expect(row('webhooks/gitlab')).toMatchObject({ state: 'live', heardAt: 100_000 });
  });

  it('tells of changes that cannot be taken further', () => {
    operations = { ...operations, driver: () => ({ driven: 3, failing: 1, isHolder: true }) };
    expect(row('portal/driver')).toMatchObject({
      state: 'warning',
      holds: '3 changes looked after',
      reason: '1 change could not be taken further and will be tried again.',
    });
    operations = { ...operations, driver: () => ({ driven: 0, failing: 0, isHolder: false }) };
    expect(row('portal/driver')).toMatchObject({ state: 'live', holds: '' });
  });

  it('is not news every moment: a live row is the same until five seconds later', () => {
    log.heard('database');
    const before = row('database');
    clock.jump(4_000);
    log.heard('database');
    expect(row('database')).toEqual(before);
    clock.jump(1_000);
    log.heard('database');
    expect(row('database')).not.toEqual(before);
    clock.jump(-5_000);
  });
});
