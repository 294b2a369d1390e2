import { expect, it } from 'vitest';
import type { SourceState } from '#lib/domain/source/source.ts';
import { toFindable } from './palette-items.ts';

const source = (id: string, state: SourceState) => ({ id, label: id, state, asOf: null, since: 0 });

it('tells apart the pods of one application', () => {
  const href = '/applications/argocd/shop';
  const items = ['web-1', 'web-2', 'web-2'].map((label, at) => {
    return { group: 'Pods' as const, label, detail: `Running · shop-${at}`, href };
  });
  const found = toFindable({ data: { items }, sources: [] });
  expect(new Set(found.items.map(({ id }) => id)).size).toBe(3);
  // Ids of elements are parts of a list of ids, which spaces separate.
  expect(found.items.filter(({ id }) => /\s/.test(id))).toEqual([]);
  expect(found.items.map((item) => item.href)).toEqual([href, href, href]);
});

it('names what nobody can tell of, but not what a platform does without', () => {
  const sources = [
    source('pods', 'forbidden'),
    source('runners', 'stale'),
    source('models', 'live'),
    { ...source('nodes', 'absent'), isOptional: true as const },
    source('applications', 'absent'),
  ];
  expect(toFindable({ data: { items: [] }, sources }).unknown).toEqual(['pods', 'applications']);
});
