import { describe, expect, it } from 'vitest';
import type { Gating, Some } from './gating.ts';
import { gateWords } from './gating-words.ts';

const some = (...names: string[]): Some => ({ count: names.length, names: names.slice(0, 3) });
const gating = (overrides: Partial<Gating> = {}): Gating => ({
  verdict: 'waits',
  top: 'application',
  from: 'settings',
  unknown: null,
  unordered: some(),
  unpinned: some(),
  silent: some(),
  root: { name: 'platform', revision: 'v1.4.0' },
  total: 6,
  ...overrides,
});

describe('gateWords', () => {
  it('says nothing of waves that wait as they look', () => {
    expect(gateWords(gating())).toBeNull();
  });

  it('explains waves that do not wait in two sentences', () => {
    const words = gateWords(gating({ verdict: 'creation-only', unordered: some('web') }));
    expect(words).toMatchObject({ tone: 'warn', title: 'These waves do not wait for each other', notes: [] });
    expect(words?.text.match(/\.(?: |$)/g)).toHaveLength(2);
    expect(words?.text).toContain('With the check in argocd-cm, each wave waits');
  });

  it('says from where it is known when the settings cannot be read', () => {
    expect(gateWords(gating({ verdict: 'creation-only', from: 'listing' }))?.text).toContain(
      'as what it lists below platform shows',
    );
  });

  it('says that nothing is ordered where no application is at the top', () => {
    expect(gateWords(gating({ verdict: 'no-order', top: 'set' }))?.text).toContain('An ApplicationSet makes all');
    expect(gateWords(gating({ verdict: 'no-order', top: 'none', unordered: some('a') }))).toMatchObject({
      text: expect.stringContaining('each syncs by itself'),
      notes: [],
    });
  });

  it('gives the reason and the rule where it cannot be known', () => {
    const unknown = { reason: 'the token may not list it', remedy: '- apiGroups: [""]' };
    expect(gateWords(gating({ verdict: 'unknown', unknown }))).toMatchObject({
      tone: 'unknown',
      text: 'The token may not list it. Waves wait only where argocd-cm has a health check for applications.',
      remedy: '- apiGroups: [""]',
    });
  });

  it('notes what goes past waves that wait', () => {
    const words = gateWords(
      gating({ unordered: some('a', 'b', 'c', 'd'), unpinned: some('a', 'b'), silent: some('c') }),
    );
    expect(words?.notes).toEqual([
      'a and b follow a branch or a range of versions, although platform is pinned to v1.4.0: what they bring may be newer than what was pinned.',
      '4 of 6 applications (a, b, c, …) sync themselves to a branch or a range of versions: the waves order how they are made, and later commits arrive at once, in no order.',
      'c reports no health, and the waves after it wait until it does.',
    ]);
    expect(gateWords(gating({ unordered: some('a', 'b', 'c', 'd', 'e', 'f') }))?.notes[0]).toMatch(
      /^All 6 applications/,
    );
  });
});
