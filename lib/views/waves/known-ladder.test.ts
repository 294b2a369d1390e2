import { expect, it } from 'vitest';
import type { Application } from '#lib/domain/application/application.ts';
import type { SourceState } from '#lib/domain/source/source.ts';
import { createUnion } from '#lib/live/union.ts';
import { application } from '#lib/testing/application.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { knownLadder } from './ladders.ts';

function applicationsIn(cluster: string, state: SourceState, ...all: Application[]) {
  const collection = testCollection(all.map((one) => [one.id, one] as [string, Application]));
  collection.source = { ...collection.source, id: `${cluster}/applications`, state };
  return collection;
}

function platform(hub: SourceState, edge: SourceState) {
  const seenApplications = createUnion([
    applicationsIn(
      'hub',
      hub,
      ...(hub === 'live' ? [application({ name: 'root', parent: null, health: 'Degraded' })] : []),
    ),
    applicationsIn('edge', edge, ...(edge === 'live' ? [application({ namespace: 'edge~argocd', parent: null })] : [])),
  ]);
  const engine = { root: 'argocd/root', applications: seenApplications, gate: testCollection() };
  return { engine, seenApplications } as unknown as Parameters<typeof knownLadder>[0];
}

it.each(['starting', 'forbidden', 'absent', 'unreachable'] as const)(
  'is no empty ladder where its applications are %s, whatever is known of another cluster',
  (state) => {
    expect(knownLadder(platform(state, 'live'))).toBeNull();
    expect(knownLadder(platform('live', state), 'edge~argocd/root')).toBeNull();
    expect(knownLadder(platform(state, state), 'none')).toBeNull();
  },
);

it('is one without applications where they are known', () => {
  expect(knownLadder(platform('live', 'live'))).toMatchObject({ total: 0 });
  expect(knownLadder(platform('absent', 'live'), 'edge~argocd/root')).toMatchObject({ total: 0, root: null });
  expect(knownLadder(platform('absent', 'live'), 'none')).toMatchObject({ total: 1 });
});

it('tells how the application at its top is, which changes without the ladder', () => {
  expect(knownLadder(platform('live', 'live'))?.root).toEqual({
    id: 'argocd/root',
    name: 'root',
    sync: 'Synced',
    health: 'Degraded',
  });
});
