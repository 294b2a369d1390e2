import { expect, it } from 'vitest';
import { application } from '#lib/testing/application.ts';
import { ladderKeyOf, topOf } from './ladder-key.ts';

const ROOT = 'argocd/root';

it('puts each application on the ladder of what brings it', () => {
  const keyOf = (overrides: Parameters<typeof application>[0]) => ladderKeyOf(application(overrides), ROOT);
  expect(keyOf({ parent: ROOT })).toBe('');
  expect(keyOf({ parent: 'argocd/team-a' })).toBe('argocd/team-a');
  expect(keyOf({ parent: null, generatedBy: 'argocd/previews' })).toBe('set/argocd/previews');
  expect(keyOf({ parent: 'argocd/team-a', generatedBy: 'argocd/previews' })).toBe('argocd/team-a');
  expect(keyOf({ parent: null })).toBe('none');
  expect(keyOf({ name: 'root', parent: null })).toBeNull();
  expect(keyOf({ name: 'root', parent: 'argocd/bootstrap' })).toBe('argocd/bootstrap');
});

it('tells what stands at the top', () => {
  expect(topOf('', ROOT)).toEqual({ kind: 'application', id: ROOT });
  expect(topOf('argocd/team-a', ROOT)).toEqual({ kind: 'application', id: 'argocd/team-a' });
  expect(topOf('set/argocd/previews', ROOT)).toEqual({ kind: 'set', id: 'argocd/previews' });
  expect(topOf('set/web', ROOT)).toEqual({ kind: 'application', id: 'set/web' });
  expect(topOf('none', ROOT)).toEqual({ kind: 'none', id: '' });
});
