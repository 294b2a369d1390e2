import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { SyncPhase } from './hooks.ts';
import { waveOf } from './hooks.ts';
import { newTask, type SyncTask, taskObject, taskWave } from './sync-task.ts';
import { pruneInLastWave, reversePruneWaves, sortTasks } from './task-order.ts';

function object(kind: string, name: string, wave?: string, more: Partial<KubeObject['metadata']> = {}): KubeObject {
  const annotations: Record<string, string> = wave === undefined ? {} : { 'argocd.argoproj.io/sync-wave': wave };
  const apiVersion = kind === 'Deployment' ? 'apps/v1' : kind === 'Application' ? 'argoproj.io/v1alpha1' : 'v1';
  return { apiVersion, kind, metadata: { name, annotations, ...more } };
}

function make(
  kind: string,
  name: string,
  wave?: string,
  phase: SyncPhase = 'Sync',
  more: Partial<KubeObject['metadata']> = {},
): SyncTask {
  return newTask(phase, object(kind, name, wave, more), null);
}

function names(tasks: readonly SyncTask[]): string[] {
  return tasks.map((task) => taskObject(task).metadata.name);
}

describe('the wave of an object', () => {
  it.each<[Record<string, string>, number]>([
    [{}, 0],
    [{ 'argocd.argoproj.io/sync-wave': '3' }, 3],
    [{ 'argocd.argoproj.io/sync-wave': '-5' }, -5],
    [{ 'argocd.argoproj.io/sync-wave': 'abc' }, 0],
    [{ 'argocd.argoproj.io/sync-wave': '1.5' }, 0],
    [{ 'argocd.argoproj.io/sync-wave': '' }, 0],
    [{ 'helm.sh/hook-weight': '7' }, 7],
    [{ 'argocd.argoproj.io/sync-wave': 'x', 'helm.sh/hook-weight': '-2' }, -2],
    [{ 'argocd.argoproj.io/sync-wave': '1', 'helm.sh/hook-weight': '7' }, 1],
  ])('of %j is %d', (annotations, wave) => {
    expect(waveOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', annotations } })).toBe(wave);
  });
});

describe('the order of a sync', () => {
  it('is by phase, then wave, then kind, then name', () => {
    const tasks = [
      make('ConfigMap', 'late', '5'),
      make('ConfigMap', 'after', '-9', 'PostSync'),
      make('Application', 'custom', '0'),
      make('Deployment', 'web', '0'),
      make('ConfigMap', 'b', '0'),
      make('ConfigMap', 'a', '0'),
      make('Secret', 'secret', '0'),
      make('ConfigMap', 'failed', '0', 'SyncFail'),
      make('Deployment', 'first', '-1'),
      make('ConfigMap', 'before', '9', 'PreSync'),
    ];
    expect(names(sortTasks(tasks))).toEqual([
      'before',
      'first',
      'secret',
      'a',
      'b',
      'web',
      'custom',
      'late',
      'after',
      'failed',
    ]);
  });

  it('puts kinds in the order upstream has them, unknown ones last', () => {
    const kinds = [
      'Ingress',
      'Certificate',
      'CronJob',
      'Job',
      'StatefulSet',
      'Pod',
      'DaemonSet',
      'Service',
      'Role',
      'PersistentVolumeClaim',
      'ConfigMap',
      'ServiceAccount',
      'NetworkPolicy',
    ];
    const sorted = sortTasks(kinds.map((kind) => make(kind, 'x')));
    expect(sorted.map((task) => taskObject(task).kind)).toEqual([
      'NetworkPolicy',
      'ServiceAccount',
      'ConfigMap',
      'PersistentVolumeClaim',
      'Role',
      'Service',
      'DaemonSet',
      'Pod',
      'StatefulSet',
      'Job',
      'CronJob',
      'Ingress',
      'Certificate',
    ]);
  });

  it('brings a namespace before the first object in it, with that object’s phase and wave', () => {
    const [namespace, first] = sortTasks([
      make('Namespace', 'shop', '5'),
      make('ConfigMap', 'settings', '-1', 'Sync', { namespace: 'shop' }),
    ]) as [SyncTask, SyncTask];
    expect(names([namespace, first])).toEqual(['shop', 'settings']);
    expect(taskWave(namespace)).toBe(-1);
  });

  it('brings a namespace into PreSync when a hook needs it', () => {
    const [namespace] = sortTasks([
      make('Namespace', 'shop', '0'),
      make('ConfigMap', 'hook', '0', 'PreSync', { namespace: 'shop' }),
    ]) as [SyncTask];
    expect(namespace.phase).toBe('PreSync');
  });

  it('brings a definition before the first object of its kind', () => {
    const definition = newTask(
      'Sync',
      {
        ...object('CustomResourceDefinition', 'widgets.example.com', '3'),
        spec: { group: 'example.com', names: { kind: 'Widget' } },
      },
      null,
    );
    const widget = newTask('Sync', { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' } }, null);
    const sorted = sortTasks([widget, definition]);
    expect(names(sorted)).toEqual(['widgets.example.com', 'w']);
    expect(taskWave(sorted[0] as SyncTask)).toBe(0);
  });
});

describe('the order of pruning', () => {
  const prune = (name: string, wave: string) => newTask('Sync', null, object('ConfigMap', name, wave));

  it('is the other way round', () => {
    const tasks = [prune('low', '-1'), prune('middle', '0'), prune('high', '4')];
    reversePruneWaves(tasks);
    expect(names(sortTasks(tasks))).toEqual(['high', 'middle', 'low']);
  });

  it('comes last with PruneLast', () => {
    const tasks = [prune('old', '-1'), make('ConfigMap', 'new', '7')];
    pruneInLastWave(tasks, () => true);
    expect(names(sortTasks(tasks))).toEqual(['new', 'old']);
  });
});
