import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { application } from '#lib/testing/application.ts';
import { newTask, taskObject } from '#sandbox/argocd/sync/sync-task.ts';
import { sortTasks } from '#sandbox/argocd/sync/task-order.ts';
import type { Application, ApplicationOperation, ApplicationResource, HookRun } from './application.ts';
import { SYNC_PHASES } from './sync-order.ts';
import type { SyncStage } from './sync-stage.ts';
import { syncStages, waitsBetween } from './sync-stages.ts';

const object = (kind: string, name: string, more: Partial<ApplicationResource> = {}): ApplicationResource => {
  const fields = { group: '', kind, namespace: 'shop', name, wave: 0, hook: false, requiresPruning: false };
  return { ...fields, sync: 'Synced', ...more };
};
const hook = (name: string, phase: HookRun['phase'], more: Partial<HookRun> = {}): HookRun => {
  return { group: 'batch', kind: 'Job', namespace: 'shop', name, phase, state: 'Succeeded', message: '', ...more };
};
const asJob = { group: 'batch', hook: true } as const;
const RUNNING: ApplicationOperation = {
  phase: 'Running',
  message: '',
  revisions: [],
  startedAt: 0,
  finishedAt: null,
  retryCount: 0,
  automated: true,
};
type Parts = Partial<Pick<Application, 'resources' | 'hooks' | 'operation' | 'resourceHealth'>>;
const stagesOf = (parts: Parts) =>
  syncStages({ resources: [], hooks: [], operation: null, resourceHealth: 'inline', ...parts });
const linesOf = (stages: readonly SyncStage[]) =>
  stages.map(
    ({ phase, wave, objects }) => `${phase} ${wave}: ${objects.map(({ resource }) => resource.name).join(' ')}`,
  );

describe('the stages of a sync', () => {
  it('are phases, and waves within them; within a wave by kind and name', () => {
    const resources = [
      object('Application', 'custom', { group: 'argoproj.io' }),
      object('Deployment', 'web', { group: 'apps' }),
      object('ConfigMap', 'b'),
      object('ConfigMap', 'a'),
      object('Service', 'late', { wave: 5 }),
      object('ConfigMap', 'early', { wave: -3 }),
      object('Job', 'migrate', { ...asJob, wave: 2 }),
      object('Job', 'smoke', asJob),
    ];
    const hooks = [hook('smoke', 'PostSync'), hook('migrate', 'PreSync')];
    expect(linesOf(stagesOf({ resources, hooks }))).toEqual([
      'PreSync 2: migrate',
      'Sync -3: early',
      'Sync 0: a b web custom',
      'Sync 5: late',
      'PostSync 0: smoke',
    ]);
  });

  it('hold hooks that were deleted again, and one that has its turn twice', () => {
    const hooks = [
      hook('gone', 'PreSync'),
      hook('both', 'PreSync'),
      hook('both', 'PostSync', { state: 'Failed', message: 'it broke' }),
    ];
    const stages = stagesOf({ resources: [object('Job', 'both', { ...asJob, wave: 3 })], hooks });
    expect(stages.map(({ phase, wave, objects }) => [phase, wave, objects[0]?.resource.name])).toEqual([
      ['PreSync', 3, 'both'],
      ['PreSync', null, 'gone'],
      ['PostSync', 3, 'both'],
    ]);
    const [before, unlisted, after] = stages;
    expect([before, unlisted].map((stage) => stage?.objects[0]?.isGone)).toEqual([false, true]);
    expect(after?.objects[0]?.run).toMatchObject({ state: 'Failed', message: 'it broke' });
  });

  it('do not say of a hook that runs that it was removed, though it is not listed yet', () => {
    const [stage] = stagesOf({ hooks: [hook('migrate', 'PreSync', { state: 'Running' })], operation: RUNNING });
    expect(stage).toMatchObject({ wave: null, state: 'current', objects: [{ isGone: false }] });
  });

  it('take a hook of which the last sync tells nothing for one of the sync itself', () => {
    expect(linesOf(stagesOf({ resources: [object('Job', 'x', asJob)] }))).toEqual(['Sync 0: x']);
  });

  it('come in the very order of the engine', () => {
    const arbitrary = fc.record({
      kind: fc.constantFrom('Service', 'ConfigMap', 'Deployment', 'Job', 'Certificate', 'Ingress', 'StatefulSet'),
      name: fc.stringMatching(/^[a-z]{1,2}$/),
      wave: fc.integer({ min: -2, max: 2 }),
      phase: fc.constantFrom(...SYNC_PHASES),
    });
    const byName = { selector: ({ kind, name }: { kind: string; name: string }) => `${kind}/${name}` };
    fc.assert(
      fc.property(fc.uniqueArray(arbitrary, { ...byName, maxLength: 20 }), (objects) => {
        const tasks = objects.map(({ kind, name, wave, phase }) => {
          const annotations = { 'argocd.argoproj.io/sync-wave': String(wave) };
          return newTask(phase, { apiVersion: 'v1', kind, metadata: { name, annotations } }, null);
        });
        const resources = objects.map(({ kind, name, wave }) => object(kind, name, { wave, hook: true }));
        const hooks = objects.map(({ kind, name, phase }) => hook(name, phase, { group: '', kind }));
        const staged = stagesOf({ resources, hooks }).flatMap((stage) => stage.objects);
        expect(staged.map(({ resource: { kind, name } }) => `${kind}/${name}`)).toEqual(
          sortTasks(tasks).map((task) => `${taskObject(task).kind}/${taskObject(task).metadata.name}`),
        );
      }),
    );
  });
});

describe('what may be moved forward', () => {
  it('is a namespace that something earlier lives in', () => {
    const resources = [object('Namespace', 'shop', { wave: 5, namespace: '' }), object('ConfigMap', 'a', { wave: -1 })];
    const [, last] = stagesOf({ resources });
    expect(last?.objects[0]?.movesTo).toEqual({ phase: 'Sync', wave: -1 });
  });

  it('is a definition that something earlier is of, and nothing else', () => {
    const definition = (name: string) => object('CustomResourceDefinition', name, { wave: 3, namespace: '' });
    const resources = [
      object('Policy', 'p', { group: 'example.org', wave: 1 }),
      definition('policies.example.org'),
      definition('policies.other.org'),
      definition('rules.example.org'),
      object('Namespace', 'elsewhere', { wave: 3, namespace: '' }),
    ];
    const [, last] = stagesOf({ resources });
    expect(last?.objects.filter(({ movesTo }) => movesTo !== null).map(({ resource }) => resource.name)).toEqual([
      'policies.example.org',
    ]);
  });
});

describe('a sync that runs', () => {
  it('is at the first stage that is not done', () => {
    const resources = [
      object('ConfigMap', 'a', { wave: 0 }),
      object('Deployment', 'db', { wave: 1, health: 'Progressing' }),
      object('Deployment', 'web', { wave: 2, sync: 'OutOfSync', health: 'Missing' }),
    ];
    const states = (operation: ApplicationOperation | null) =>
      stagesOf({ resources, hooks: [hook('migrate', 'PreSync')], operation }).map(({ state }) => state);
    expect(states(RUNNING)).toEqual(['done', 'done', 'current', 'waits']);
    expect(states({ ...RUNNING, phase: 'Succeeded' })).toEqual([null, null, null, null]);
  });

  it('waits between its stages where there are several, or hooks', () => {
    const one = application({ resources: [object('ConfigMap', 'a')] });
    expect(waitsBetween(syncStages(one))).toBe(false);
    expect(waitsBetween(syncStages({ ...one, hooks: [hook('x', 'Sync')] }))).toBe(true);
    expect(waitsBetween(syncStages({ ...one, resources: [...one.resources, object('Pod', 'b', { wave: 1 })] }))).toBe(
      true,
    );
  });
});
