import { afterEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import {
  applicationOf,
  configMap,
  hook,
  job,
  manifest,
  type SyncResultRow,
  startTestArgoCd,
  type TestArgoCd,
  wave,
} from './testing/test-argocd.ts';

let test: TestArgoCd;
afterEach(() => test.close());

const ONCE = { syncPolicy: { automated: { prune: true }, retry: { limit: 0 }, syncOptions: ['CreateNamespace=true'] } };

async function start(files: Record<string, string>): Promise<TestArgoCd> {
  test = await startTestArgoCd({ files, rootManifest: applicationOf('app', 'app', ONCE) });
  return test;
}

function rows(): Record<string, SyncResultRow> {
  const resources = test.status('app').operationState?.syncResult?.resources ?? [];
  return Object.fromEntries(resources.map((row) => [row.name, row]));
}

describe('hooks', () => {
  it('run before and after everything else, and are waited for', async () => {
    await start({
      'app/before.yaml': job('before', hook('PreSync')),
      'app/plain.yaml': configMap('plain'),
      'app/after.yaml': job('after', hook('PostSync')),
    });
    expect((await test.untilSynced('app')).phase).toBe('Succeeded');
    const made = test.changes(['Job', 'ConfigMap']).filter((line) => line.includes('shop/'));
    expect(made).toEqual(['ADDED Job shop/before', 'ADDED ConfigMap shop/plain', 'ADDED Job shop/after']);
    expect(rows().before).toMatchObject({ hookType: 'PreSync', hookPhase: 'Succeeded', syncPhase: 'PreSync' });
    expect(rows().plain).toMatchObject({ status: 'Synced', syncPhase: 'Sync' });
    expect(rows().plain?.hookType).toBeUndefined();
  });

  it('stop the sync when they fail before it', async () => {
    await start({
      'app/before.yaml': job('before', hook('PreSync'), 'worker:crashes'),
      'app/plain.yaml': configMap('plain'),
    });
    expect(await test.untilSynced('app')).toMatchObject({
      phase: 'Failed',
      message: 'one or more synchronization tasks completed unsuccessfully',
    });
    expect(test.get('ConfigMap', 'shop', 'plain')).toBeUndefined();
  });

  it('for a failed sync run only then', async () => {
    const files = { 'app/cleanup.yaml': job('cleanup', hook('SyncFail')), 'app/plain.yaml': configMap('plain') };
    await start(files);
    expect((await test.untilSynced('app')).phase).toBe('Succeeded');
    expect(test.get('Job', 'shop', 'cleanup')).toBeUndefined();
    test.close();
    await start({ ...files, 'app/before.yaml': job('before', hook('PreSync'), 'worker:crashes') });
    expect((await test.untilSynced('app')).phase).toBe('Failed');
    expect(rows().cleanup).toMatchObject({ hookType: 'SyncFail', hookPhase: 'Succeeded' });
  });

  it.each([
    ['HookSucceeded', 'worker:1', false],
    ['HookFailed', 'worker:1', true],
    ['HookFailed', 'worker:crashes', false],
    ['BeforeHookCreation', 'worker:1', true],
  ])('with the policy %s and the image %s are there afterwards: %s', async (policy, image, isThere) => {
    await start({
      'app/before.yaml': job('before', hook('PreSync', policy), image),
      'app/plain.yaml': configMap('plain'),
    });
    await test.untilSynced('app');
    await test.pass(20);
    expect(test.get('Job', 'shop', 'before') !== undefined).toBe(isThere);
    expect(test.get('Job', 'shop', 'before')?.metadata.finalizers ?? []).toEqual([]);
  });

  it('are made anew for the next sync', async () => {
    await start({ 'app/before.yaml': job('before', hook('PreSync')), 'app/plain.yaml': configMap('plain') });
    await test.untilSynced('app');
    const first = test.get('Job', 'shop', 'before')?.metadata.uid;
    test.repository.commit({ 'app/plain.yaml': configMap('plain', {}, 'changed') });
    await test.argocd.refresh();
    await test.until('the hook is another one', () => {
      const current = test.get('Job', 'shop', 'before');
      return current !== undefined && current.metadata.uid !== first;
    });
    await test.untilApp(
      'app',
      'it is synced again',
      ({ operationState, history }) => operationState?.phase === 'Succeeded' && history?.length === 2,
    );
  });

  it('without a name get one for each sync', async () => {
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'worker:1' }] } };
    const metadata = { generateName: 'check-', annotations: hook('PostSync') };
    await start({
      'app/plain.yaml': configMap('plain'),
      'app/check.yaml': stringify({ apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template } }),
    });
    expect((await test.untilSynced('app')).phase).toBe('Succeeded');
    const revision = test.status('app').sync?.revision ?? '';
    expect(test.list('Job', 'shop')[0]?.metadata.name).toMatch(
      new RegExp(`^check-${revision.slice(0, 7)}-postsync-\\d{10}$`),
    );
  });

  it('of Helm are mapped; those it has no phase for are never applied', async () => {
    await start({
      'app/install.yaml': job('install', {
        'helm.sh/hook': 'pre-install',
        'helm.sh/hook-delete-policy': 'hook-succeeded',
      }),
      'app/upgrade.yaml': job('upgrade', { 'helm.sh/hook': 'post-upgrade' }),
      'app/test.yaml': job('test', { 'helm.sh/hook': 'test' }),
      'app/both.yaml': job('both', { ...hook('PostSync'), 'helm.sh/hook': 'pre-install' }),
      'app/plain.yaml': configMap('plain'),
    });
    await test.untilSynced('app');
    expect(Object.fromEntries(Object.entries(rows()).map(([name, row]) => [name, row.syncPhase]))).toEqual({
      shop: 'PreSync',
      install: 'PreSync',
      plain: 'Sync',
      upgrade: 'PostSync',
      both: 'PostSync',
    });
    expect(test.get('Job', 'shop', 'test')).toBeUndefined();
  });

  it('that say Skip are neither applied nor counted', async () => {
    await start({ 'app/skipped.yaml': configMap('skipped', hook('Skip')), 'app/plain.yaml': configMap('plain') });
    await test.untilSynced('app');
    await test.untilApp('app', 'it is in sync', ({ sync }) => sync?.status === 'Synced');
    expect(test.get('ConfigMap', 'shop', 'skipped')).toBeUndefined();
  });

  it('have waves of their own', async () => {
    await start({
      'app/b.yaml': job('second', { ...hook('PreSync'), ...wave(2) }),
      'app/a.yaml': job('first', { ...hook('PreSync'), ...wave(1) }),
      'app/plain.yaml': configMap('plain', wave(-3)),
    });
    await test.untilSynced('app');
    const made = test.changes(['Job', 'ConfigMap']).filter((line) => line.includes('shop/'));
    expect(made).toEqual(['ADDED Job shop/first', 'ADDED Job shop/second', 'ADDED ConfigMap shop/plain']);
  });

  it('of other kinds than jobs are done when they are healthy', async () => {
    await start({
      'app/account.yaml': manifest('ServiceAccount', 'setup', {}, hook('PreSync')),
      'app/plain.yaml': configMap('plain'),
    });
    expect((await test.untilSynced('app')).phase).toBe('Succeeded');
    expect(rows().setup).toMatchObject({ hookPhase: 'Succeeded', message: 'setup created' });
  });
});
