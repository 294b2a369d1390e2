import { expect, it } from 'vitest';
import { PROJECT_KIND } from './project-kind.ts';

const metadata = { namespace: 'argocd', name: 'platform' };

it('keeps of a project the times in which its applications may be synced', () => {
  const spec = {
    sourceRepos: ['*'],
    syncWindows: [
      {
        kind: 'deny',
        schedule: '0 22 * * *',
        duration: '1h30m',
        applications: ['*-prod'],
        namespaces: ['shop'],
        clusters: ['in-cluster'],
        manualSync: true,
        timeZone: 'Europe/Berlin',
        andOperator: true,
      },
      { kind: 'allow', schedule: '@daily', duration: 'soon' },
    ],
  };
  expect(PROJECT_KIND.toDomain({ metadata, spec })).toEqual({
    id: 'argocd/platform',
    name: 'platform',
    windows: [
      {
        kind: 'deny',
        schedule: '0 22 * * *',
        durationMs: 5_400_000,
        timeZone: 'Europe/Berlin',
        applications: ['*-prod'],
        namespaces: ['shop'],
        clusters: ['in-cluster'],
        isAll: true,
        allowsManual: true,
      },
      expect.objectContaining({
        kind: 'allow',
        schedule: '@daily',
        durationMs: null,
        timeZone: 'UTC',
        applications: [],
        isAll: false,
      }),
    ],
  });
});

it('has no windows where there are none, or only garbage', () => {
  for (const spec of [undefined, {}, { syncWindows: 'x' }, { syncWindows: [null, 3, { kind: 'maybe' }] }]) {
    expect(PROJECT_KIND.toDomain({ metadata, spec }).windows).toEqual([]);
  }
});
