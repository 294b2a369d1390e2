import { expect, it } from 'vitest';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import type { GateSettings } from '#lib/domain/wave/child-health.ts';
import { application } from '#lib/testing/application.ts';
import { type TestCollection, testCollection } from '#lib/testing/collection.ts';
import { gateKnowledge } from './gate.ts';
import { readLadder } from './ladders.ts';

const SETTINGS: [string, GateSettings] = ['argocd/argocd-cm', { id: 'argocd/argocd-cm', check: 'none' }];

function gate(entries: [string, GateSettings][], status: Partial<SourceStatus> = {}): TestCollection<GateSettings> {
  const collection = testCollection(entries);
  collection.source = { ...collection.source, ...status };
  return collection;
}

it('knows nothing before it has read, and says why it cannot read', () => {
  expect(gateKnowledge(gate([], { state: 'starting' }))).toBeNull();
  expect(gateKnowledge(gate([], { state: 'forbidden', reason: 'May not.', remedy: '- rule' }))).toEqual({
    state: 'unread',
    reason: 'May not.',
    remedy: '- rule',
  });
});

it('knows what was read, for as long as it may still be so, and that there is nothing', () => {
  expect(gateKnowledge(gate([SETTINGS]))).toEqual({ state: 'read', check: 'none' });
  expect(gateKnowledge(gate([SETTINGS], { state: 'stale' }))).toEqual({ state: 'read', check: 'none' });
  expect(gateKnowledge(gate([]))).toEqual({ state: 'absent' });
});

it('does not say of a wave that it waits where Argo CD does not make it wait', () => {
  const children = [
    application({ name: 'base', parent: 'argocd/root', wave: 0, health: 'Progressing' }),
    application({ name: 'web', parent: 'argocd/root', wave: 1, health: 'Missing', sync: 'OutOfSync' }),
  ];
  const ladderWith = (check: GateSettings['check']) => {
    const seenApplications = testCollection(children.map((child) => [child.id, child]));
    const engine = { root: 'argocd/root', gate: gate([['argocd/argocd-cm', { id: 'argocd/argocd-cm', check }]]) };
    return readLadder({ engine, seenApplications } as unknown as Parameters<typeof readLadder>[0]);
  };
  expect(ladderWith('passes-on')).toMatchObject({ hold: { waiting: [1] }, gating: { verdict: 'waits' } });
  expect(ladderWith('none')).toMatchObject({
    rungs: [{ state: 'open' }, { state: 'open' }],
    hold: { wave: 0, waiting: [] },
    gating: { verdict: 'creation-only' },
  });
});
