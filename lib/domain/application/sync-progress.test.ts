import { describe, expect, it } from 'vitest';
import { JUDGED_KINDS } from '#sandbox/argocd/health/health.ts';
import type { ApplicationOperation, ApplicationResource, HookRun } from './application.ts';
import { mayHaveHealth } from './has-health.ts';
import { type LiveNode, objectId } from './live-tree.ts';
import type { HealthKnowledge } from './sync-progress.ts';
import { syncStages } from './sync-stages.ts';

const object = (kind: string, wave: number, more: Partial<ApplicationResource> = {}): ApplicationResource => {
  const fields = { kind, namespace: 'shop', name: `${kind}-${wave}`.toLowerCase(), wave, hook: false };
  return { group: '', requiresPruning: false, sync: 'Synced', ...fields, ...more };
};
const hook = (phase: HookRun['phase'], state: HookRun['state'], name = 'migrate'): HookRun => {
  return { group: 'batch', kind: 'Job', namespace: 'shop', name, phase, state, message: '' };
};
const node = (resource: ApplicationResource, more: Partial<LiveNode> = {}): LiveNode => {
  const { group, kind, namespace, name } = resource;
  return { id: objectId(resource), group, kind, namespace, name, owners: [], createdAt: null, ...more };
};
const operation: ApplicationOperation = {
  phase: 'Running',
  message: '',
  revisions: [],
  startedAt: 0,
  finishedAt: null,
  retryCount: 0,
  automated: true,
};

type Given = { hooks?: HookRun[] } & Partial<HealthKnowledge>;
const statesOf = (resources: ApplicationResource[], { hooks = [], resourceHealth: kept = 'tree', ...known }: Given) =>
  syncStages({ resources, hooks, operation, resourceHealth: kept }, known).map(({ state }) => state);

const CONFIG = object('ConfigMap', 1);
const DATABASE = object('StatefulSet', 0, { group: 'apps' });
const CHILD = object('Application', 0, { group: 'argoproj.io' });

describe('a running sync of which the engine keeps health to its own API', () => {
  it.each([
    ['apps', 'StatefulSet'],
    ['batch', 'Job'],
    ['', 'PersistentVolumeClaim'],
    ['networking.k8s.io', 'Ingress'],
    ['cert-manager.io', 'Certificate'],
    ['example.org', 'Anything'],
  ])('does not pass for done behind %s %s', (group, kind) => {
    expect(statesOf([object(kind, 0, { group }), CONFIG], {})).toEqual(['unknown', 'unknown']);
    expect(statesOf([object(kind, 0, { group }), CONFIG], { resourceHealth: 'inline' })).toEqual(['done', 'done']);
  });

  it('is done with what never has a health, with what the portal sees healthy and with what the API tells of', () => {
    expect(statesOf([object('Secret', 0), CONFIG], {})).toEqual(['done', 'done']);
    expect(statesOf([{ ...DATABASE, health: 'Healthy' }, CONFIG], {})).toEqual(['done', 'done']);
    const tree = (more: Partial<LiveNode>) => ({ tree: { nodes: [node(CHILD, more)], left: 0 } });
    expect(statesOf([CHILD, CONFIG], tree({}))).toEqual(['done', 'done']);
    expect(statesOf([CHILD, CONFIG], tree({ health: 'Progressing' }))).toEqual(['current', 'waits']);
    expect(statesOf([DATABASE, CONFIG], { tree: { nodes: [node(DATABASE)], left: 0 } })).toEqual(['done', 'done']);
  });

  it('waits for what is surely not done, before and behind what is not known', () => {
    const late = object('ConfigMap', 2, { sync: 'OutOfSync' });
    expect(statesOf([object('ConfigMap', -1, { sync: 'OutOfSync' }), DATABASE], {})).toEqual(['current', 'waits']);
    expect(statesOf([DATABASE, CONFIG, late], {})).toEqual(['unknown', 'unknown', 'waits']);
    expect(statesOf([{ ...DATABASE, sync: 'OutOfSync' }, CONFIG], {})).toEqual(['current', 'waits']);
  });

  it('has done what stands before a hook that has begun', () => {
    const job = object('Job', 3, { group: 'batch', hook: true, name: 'migrate' });
    expect(statesOf([DATABASE, CONFIG, job], { hooks: [hook('Sync', 'Running')] })).toEqual([
      'done',
      'done',
      'current',
    ]);
    // Which of the same phase stand before one whose wave is not known, nobody tells.
    expect(statesOf([DATABASE, CONFIG], { hooks: [hook('Sync', 'Succeeded')] })).toEqual([
      'unknown',
      'unknown',
      'done',
    ]);
    expect(statesOf([DATABASE, CONFIG], { hooks: [hook('PostSync', 'Running')] })).toEqual(['done', 'done', 'current']);
    expect(statesOf([DATABASE, CONFIG], { hooks: [hook('SyncFail', 'Running')] })).toEqual([
      'unknown',
      'unknown',
      'waits',
    ]);
  });

  it('waits for applications as the engine judges them, whatever the portal sees of them', () => {
    const moving = { ...CHILD, health: 'Progressing' } as const;
    expect(statesOf([moving, CONFIG], { childHealth: 'none' })).toEqual(['done', 'done']);
    expect(statesOf([moving, CONFIG], { childHealth: 'passes-on' })).toEqual(['current', 'waits']);
    expect(statesOf([CHILD, CONFIG], { childHealth: 'passes-on' })).toEqual(['unknown', 'unknown']);
    for (const childHealth of ['own', null] as const) {
      expect(statesOf([moving, CONFIG], { childHealth })).toEqual(['unknown', 'unknown']);
    }
  });
});

it('no kind is taken for one without a health that the engine of the sandbox judges', () => {
  const isJudged = (kind: string) => mayHaveHealth({ group: kind.split('/')[0] ?? '', kind: kind.split('/')[1] ?? '' });
  expect(JUDGED_KINDS).toContain('apps/StatefulSet');
  expect(JUDGED_KINDS.filter((kind) => !isJudged(kind))).toEqual([]);
  expect(['/ConfigMap', 'rbac.authorization.k8s.io/Role'].filter(isJudged)).toEqual([]);
});
