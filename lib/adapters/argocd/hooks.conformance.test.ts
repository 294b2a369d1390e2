import { afterEach, expect, it } from 'vitest';
import { syncStages } from '#lib/domain/application/sync-stages.ts';
import {
  applicationOf,
  configMap,
  hook,
  job,
  startTestArgoCd,
  type TestArgoCd,
  wave,
} from '#sandbox/argocd/testing/test-argocd.ts';
import { APPLICATION_KIND } from './application-kind.ts';

let test: TestArgoCd;
afterEach(() => test.close());

it('tells of hooks by phase, of those too that were deleted when they were done', async () => {
  const once = { 'argocd.argoproj.io/hook-delete-policy': 'HookSucceeded' };
  test = await startTestArgoCd({
    files: {
      'app/before.yaml': job('before', { ...hook('PreSync'), ...once, ...wave(-5) }),
      'app/plain.yaml': configMap('plain', wave(2)),
      'app/after.yaml': job('after', hook('PostSync')),
    },
    rootManifest: applicationOf('app', 'app', {
      syncPolicy: { automated: { prune: true }, retry: { limit: 0 }, syncOptions: ['CreateNamespace=true'] },
    }),
  });
  await test.untilSynced('app');
  await test.until('the first hook is gone', () => test.get('Job', 'shop', 'before') === undefined);
  const read = () => syncStages(APPLICATION_KIND.toDomain(test.get('Application', 'argocd', 'app') ?? {}));
  await test.argocd.refresh();
  await test.until('it is told', () => read()[0]?.objects[0]?.isGone === true);
  const told = read().map(({ phase, wave: number, objects }) => [
    phase,
    number,
    objects.map(({ resource, run, isGone }) => [resource.name, run?.state ?? null, isGone]),
  ]);
  expect(told).toEqual([
    ['PreSync', null, [['before', 'Succeeded', true]]],
    ['Sync', 2, [['plain', null, false]]],
    ['PostSync', 0, [['after', 'Succeeded', false]]],
  ]);
});
