import { expect, it } from 'vitest';
import { HEALTH_CHECK_SNIPPET } from '#lib/domain/wave/health-check.ts';
import { application } from '#lib/testing/application.ts';
import { testCollection } from '#lib/testing/collection.ts';
import type { RepairSources } from './repair.ts';
import { findSettingsFile } from './settings-file.ts';

const SETTINGS = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: argocd-cm\ndata:\n  a: b\n';
const MENDED = `${SETTINGS}${HEALTH_CHECK_SNIPPET.replaceAll(/^(?=.)/gm, '  ')}`;

function look(files: Record<string, string>, applications = [application()]) {
  const read: string[] = [];
  const sources = {
    engine: { applications: testCollection(applications.map((one) => [one.id, one])), reads: () => true },
    repository: { ref: { forgeId: 'gitlab', path: 'platform/gitops' }, branch: 'main' },
  } as unknown as RepairSources;
  const snapshot = {
    sha: 'a',
    asOf: 0,
    paths: new Set(Object.keys(files)),
    read: async (path: string) => {
      read.push(path);
      return files[path] ?? null;
    },
  };
  return findSettingsFile(sources, snapshot).then((found) => ({ found, read }));
}

it('finds it by its name first, and says whether the check is there', async () => {
  const files = { 'argocd/a.yaml': 'a: b', 'base/argocd-cm.yaml': SETTINGS };
  expect(await look(files)).toEqual({
    found: { state: 'missing', path: 'base/argocd-cm.yaml' },
    read: ['base/argocd-cm.yaml'],
  });
  expect((await look({ 'base/argocd-cm.yaml': MENDED })).found).toEqual({
    state: 'there',
    path: 'base/argocd-cm.yaml',
  });
});

it('finds it in the folder of the application that brings it, whatever the file is called', async () => {
  const brings = application({
    name: 'config',
    sources: [{ repoUrl: 'x', targetRevision: 'main', path: 'bootstrap/' }],
    resources: [
      {
        group: '',
        kind: 'ConfigMap',
        namespace: 'argocd',
        name: 'argocd-cm',
        wave: 0,
        hook: false,
        requiresPruning: false,
      },
    ],
  });
  const files = { 'apps/web.yaml': SETTINGS, 'bootstrap/settings.yaml': SETTINGS };
  expect((await look(files, [brings])).found).toEqual({ state: 'missing', path: 'bootstrap/settings.yaml' });
  expect((await look(files)).found).toEqual({ state: 'not-found', lookedAt: 0 });
});

it('finds it in the values of Argo CD`s chart', async () => {
  const files = { 'platform/argo-cd/values.yaml': 'configs:\n  cm:\n    a: b\n', 'apps/web/values.yaml': 'a: b' };
  expect((await look(files)).found).toEqual({ state: 'missing', path: 'platform/argo-cd/values.yaml' });
});

it('does not read a whole repository for it', async () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`argocd/${index}.yaml`, 'a: b']));
  const { found, read } = await look(many);
  expect(found).toEqual({ state: 'not-found', lookedAt: 60 });
  expect(read).toHaveLength(60);
});
