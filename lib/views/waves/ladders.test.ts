import { expect, it } from 'vitest';
import type { Application } from '#lib/domain/application/application.ts';
import type { GateSettings } from '#lib/domain/wave/child-health.ts';
import { application } from '#lib/testing/application.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { readLadder } from './ladders.ts';

const SETTINGS: GateSettings = { id: 'argocd/argocd-cm', check: 'passes-on' };

function platform(applications: Application[]) {
  const seenApplications = testCollection(applications.map((one) => [one.id, one] as [string, Application]));
  const engine = { root: 'argocd/root', gate: testCollection([[SETTINGS.id, SETTINGS]]) };
  return { engine, seenApplications } as unknown as Parameters<typeof readLadder>[0];
}

/** A root, an application of it that brings others, a set of previews, and two that nothing brings. */
const NESTED = platform([
  application({ name: 'root', parent: null }),
  application({ name: 'base', parent: 'argocd/root', wave: -5 }),
  application({ name: 'team-a', parent: 'argocd/root', wave: 3 }),
  application({ name: 'db', parent: 'argocd/team-a', wave: 0, health: 'Degraded' }),
  application({ name: 'web', parent: 'argocd/team-a', wave: 1 }),
  application({ name: 'pr-1', parent: null, generatedBy: 'argocd/previews', wave: 0, health: 'Progressing' }),
  application({ name: 'pr-2', parent: null, generatedBy: 'argocd/previews', wave: 1 }),
  application({ name: 'lone', parent: null, wave: 0, health: 'Progressing' }),
  application({ name: 'other', namespace: 'team-b', parent: null, wave: 9 }),
]);

it('knows every ladder there is, the configured one first and those without a root last', () => {
  expect(readLadder(NESTED).choices).toEqual([
    { key: '', kind: 'application', name: 'root', total: 2 },
    { key: 'set/argocd/previews', kind: 'set', name: 'previews', total: 2 },
    { key: 'argocd/team-a', kind: 'application', name: 'team-a', total: 2 },
    { key: 'none', kind: 'none', name: '', total: 2 },
  ]);
});

it('has a ladder for each, in which only applications of that root hold and wait', () => {
  expect(readLadder(NESTED)).toMatchObject({ total: 2, hold: null, gating: { verdict: 'waits' } });
  expect(readLadder(NESTED, 'argocd/team-a')).toMatchObject({
    total: 2,
    hold: { application: 'argocd/db', waiting: [1] },
    gating: { verdict: 'waits', root: { name: 'team-a' } },
  });
});

it('says of no wave that it waits where an ApplicationSet or nothing is at the top', () => {
  expect(readLadder(NESTED, 'set/argocd/previews')).toMatchObject({
    hold: { name: 'pr-1', waiting: [] },
    gating: { verdict: 'no-order', top: 'set' },
  });
  expect(readLadder(NESTED, 'none')).toMatchObject({
    rungs: [
      { wave: 0, state: 'open' },
      { wave: 9, state: 'settled' },
    ],
    gating: { verdict: 'no-order', top: 'none' },
  });
});

it('is empty for what is not there, and offers the configured ladder all the same', () => {
  expect(readLadder(NESTED, 'argocd/gone')).toMatchObject({ total: 0, rungs: [], hold: null, gating: null });
  expect(readLadder(platform([])).choices).toEqual([{ key: '', kind: 'application', name: 'root', total: 0 }]);
});

it('keeps the largest of very many ladders to choose from', () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    application({ name: `child-${index}`, parent: `argocd/root-${index}` }),
  );
  const large = [1, 2].map((index) => application({ name: `large-${index}`, parent: 'argocd/large' }));
  const { choices } = readLadder(platform([...many, ...large]));
  expect(choices).toHaveLength(50);
  expect(choices[0]?.key).toBe('');
  expect(choices.map(({ name }) => name)).toContain('large');
});
