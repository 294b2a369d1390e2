import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Gating } from '#lib/domain/wave/gating.ts';
import { GateNotice } from './gate-notice.tsx';

const NONE = { count: 0, names: [] };
const gating = (overrides: Partial<Gating>): Gating => ({
  verdict: 'waits',
  top: 'application',
  from: 'settings',
  unknown: null,
  unordered: NONE,
  unpinned: NONE,
  silent: NONE,
  root: { name: 'platform', revision: 'main' },
  total: 2,
  ...overrides,
});
const markup = (overrides: Partial<Gating>) =>
  renderToStaticMarkup(
    <GateNotice gating={gating(overrides)}>
      <p>mend it</p>
    </GateNotice>,
  );

it('is nothing where waves wait and nothing goes past them', () => {
  expect(markup({})).toBe('');
});

it('says above the ladder that waves do not wait, with what mends it', () => {
  expect(markup({ verdict: 'creation-only' })).toMatch(/<h2[^>]*>These waves do not wait for each other<.*mend it/s);
});

it('gives the rule to copy where it cannot be known', () => {
  const page = markup({ verdict: 'unknown', unknown: { reason: 'May not.', remedy: 'resourceNames: [argocd-cm]' } });
  expect(page).toContain('resourceNames: [argocd-cm]</pre>');
  expect(page).toContain('Copy remedy');
});

it('keeps to one line what goes past waves that wait', () => {
  expect(markup({ unordered: { count: 1, names: ['web'] } })).toMatch(/<details[^>]*><summary.*web syncs itself/s);
});
