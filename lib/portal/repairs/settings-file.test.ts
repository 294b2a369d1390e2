import { expect, it } from 'vitest';
import type { Application, ApplicationSource } from '#lib/domain/application/application.ts';
import { HEALTH_CHECK_SNIPPET } from '#lib/domain/wave/health-check.ts';
import { application } from '#lib/testing/application.ts';
import { testCollection } from '#lib/testing/collection.ts';
import type { RepairSources } from './repair.ts';
import { findSettingsFile, severalInWords } from './settings-file.ts';

const SETTINGS = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: argocd-cm\ndata:\n  a: b\n';
const MENDED = `${SETTINGS}${HEALTH_CHECK_SNIPPET.replaceAll(/^(?=.)/gm, '  ')}`;

function look(files: Record<string, string>, applications = [application()]) {
  const read: string[] = [];
  const sources = {
    engine: {
      applications: testCollection(applications.map((one) => [one.id, one])),
      reads: ({ sources: [source] }: Application) => source?.repoUrl !== 'theirs' && source?.repoUrl !== 'charts',
    },
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

/** The application that brings argocd-cm, from these sources. */
const bringing = (...sources: ApplicationSource[]) =>
  application({
    name: 'config',
    sources,
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
const at = (path: string): ApplicationSource => ({ repoUrl: 'ours', targetRevision: 'main', path });

it('finds it by a name that speaks of Argo CD, and says whether the check is there', async () => {
  const files = { 'argocd/a.yaml': 'a: b', 'base/argocd-cm.yaml': SETTINGS };
  expect(await look(files)).toEqual({
    found: { state: 'missing', path: 'base/argocd-cm.yaml' },
    read: ['base/argocd-cm.yaml', 'argocd/a.yaml'],
  });
  expect((await look({ 'base/argocd-cm.yaml': MENDED })).found).toEqual({
    state: 'there',
    path: 'base/argocd-cm.yaml',
  });
});

it('finds it in the folder of the application that brings it, whatever the file is called', async () => {
  const files = { 'apps/web.yaml': SETTINGS, 'bootstrap/settings.yaml': SETTINGS };
  const found = { state: 'missing', path: 'bootstrap/settings.yaml' };
  expect((await look(files, [bringing(at('bootstrap/'))])).found).toEqual(found);
  expect((await look(files, [bringing(at('./bootstrap'))])).found).toEqual(found);
  expect((await look(files)).found).toEqual({ state: 'not-found', lookedAt: 0 });
});

it('does not take the file of another cluster, or an example, for the one in that folder', async () => {
  const files = {
    'clusters/edge/argocd-cm.yaml': SETTINGS,
    'clusters/hub/settings.yaml': SETTINGS,
    'docs/argocd-cm.yaml': MENDED,
  };
  expect((await look(files, [bringing(at('clusters/hub'))])).found).toEqual({
    state: 'missing',
    path: 'clusters/hub/settings.yaml',
  });
});

it.each(['.', './', '', '/'])('knows %j for the root of the repository', async (path) => {
  const files = { 'settings.yaml': SETTINGS, 'examples/argocd-cm.yaml': SETTINGS };
  expect((await look(files, [bringing(at(path))])).found).toEqual({ state: 'missing', path: 'settings.yaml' });
});

it('finds it below the folder, and in values that the application names', async () => {
  const deep = { 'argo/base/cm.yaml': SETTINGS, 'old/argocd-cm.yaml': SETTINGS };
  expect((await look(deep, [bringing(at('argo'))])).found).toEqual({ state: 'missing', path: 'argo/base/cm.yaml' });
  const values = 'configs:\n  cm:\n    a: b\n';
  const chart = { repoUrl: 'charts', targetRevision: '9', chart: 'argo-cd' };
  const named = bringing(
    { ...chart, helm: { valueFiles: ['$own/hub/argo.yaml'], inline: '', parameters: [] } },
    { repoUrl: 'ours', targetRevision: 'main', ref: 'own' },
  );
  expect((await look({ 'edge/argocd/values.yaml': values, 'hub/argo.yaml': values }, [named])).found).toEqual({
    state: 'missing',
    path: 'hub/argo.yaml',
  });
});

it('leaves alone what lies in a folder of the same name in another repository', async () => {
  const elsewhere = bringing({ ...at('bootstrap'), repoUrl: 'theirs' });
  expect((await look({ 'bootstrap/settings.yaml': SETTINGS }, [elsewhere])).found).toMatchObject({
    state: 'not-found',
  });
});

it('takes none of several that nothing tells apart', async () => {
  const files = { 'a/argocd-cm.yaml': SETTINGS, 'b/argocd-cm.yaml': SETTINGS };
  const ambiguous = { state: 'ambiguous', paths: ['a/argocd-cm.yaml', 'b/argocd-cm.yaml'] };
  expect((await look(files)).found).toEqual(ambiguous);
  expect((await look(files, [bringing(at('c'))])).found).toEqual(ambiguous);
  expect(severalInWords(['a', 'b', 'c', 'd'])).toMatch(/^4 files make argocd-cm.*: a, b, c and 1 more$/);
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
  const beside = { ...many, 'base/argocd-cm.yaml': SETTINGS };
  expect((await look(beside, [bringing(at('argocd'))])).found).toEqual({
    state: 'missing',
    path: 'base/argocd-cm.yaml',
  });
});
