import { describe, expect, it } from 'vitest';
import type { Application } from '#lib/domain/application/application.ts';
import type { Collection } from '#lib/ports/collection.ts';
import { application } from '#lib/testing/application.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { createArgoCd } from './engine.ts';
import { repositoryKey } from './same-repository.ts';
import { withoutCredentials } from './without-credentials.ts';

const none: Collection<Application> = {
  get: () => undefined,
  values: () => [],
  size: 0,
  source: { id: 'lab/applications', label: 'Applications in Lab', state: 'live', asOf: 0, since: 0 },
  subscribe: () => () => undefined,
};

describe('createArgoCd', () => {
  const engine = createArgoCd({
    applications: none,
    root: 'argocd/root',
    gate: testCollection(),
    projects: testCollection(),
    url: 'https://argocd.lan/',
    repositoryUrls: ({ path }) => [`https://gitlab.lan/${path}.git`, `ssh://git@gitlab.lan:2222/${path}.git`],
  });
  const repository = { forgeId: 'gitlab', path: 'Platform/gitops' };
  const from = (...urls: string[]) =>
    application({ sources: urls.map((repoUrl) => ({ repoUrl, targetRevision: 'main' })) });

  it.each([
    ['https://gitlab.lan/platform/gitops', true],
    ['https://gitlab.lan/platform/gitops.git/', true],
    ['git@gitlab.lan:platform/gitops.git', true],
    ['ssh://git@gitlab.lan/platform/gitops', true],
    ['https://gitlab.lan:8443/platform/gitops', false],
    ['https://other.lan/platform/gitops', false],
    ['https://gitlab.lan/platform/gitops-2', false],
    ['', false],
    ['not an address', false],
  ])('knows that %j is or is not the repository: %s', (url, reads) => {
    expect(engine.reads(from('https://charts.example', url), repository)).toBe(reads);
  });

  it('links to Argo CD`s own page, where there is one', () => {
    expect(engine.linkTo(application({ namespace: 'team', name: 'a b' }))).toBe(
      'https://argocd.lan/applications/team/a%20b',
    );
    const { linkTo } = createArgoCd({
      applications: none,
      root: 'argocd/root',
      gate: testCollection(),
      projects: testCollection(),
      repositoryUrls: () => [],
    });
    expect(linkTo(application())).toBeNull();
  });
});

it.each([
  ['https://u:p@git.lan/a@b.git', 'https://git.lan/a@b.git'],
  ['https://git.lan/a', 'https://git.lan/a'],
  ['https://token@git.lan', 'https://git.lan'],
  ['https://a@b@git.lan/x', 'https://git.lan/x'],
  ['git@git.lan:a/b', 'git@git.lan:a/b'],
  ['ssh://git@git.lan/a', 'ssh://git.lan/a'],
  ['', ''],
])('%s without credentials is %s', (url, clean) => {
  expect(withoutCredentials(url)).toBe(clean);
});

it('gives no key to what is no address', () => {
  expect(['', ':::', '//', 'https://'].map(repositoryKey)).toEqual(['', '', '', '']);
});
