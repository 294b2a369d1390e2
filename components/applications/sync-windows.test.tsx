import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { SyncWindow } from '#lib/domain/sync-window/sync-window.ts';
import { application } from '#lib/testing/application.ts';
import { SyncWindows } from './sync-windows.tsx';

const NOON = Date.UTC(2026, 10, 21, 12, 30);
const deny: SyncWindow = {
  kind: 'deny',
  schedule: '0 12 * * *',
  durationMs: 3_600_000,
  timeZone: 'UTC',
  applications: ['*'],
  namespaces: [],
  clusters: [],
  isAll: false,
  allowsManual: true,
};
const markup = (known: SyncWindow[] | null, readAt = NOON, reason = '') =>
  renderToStaticMarkup(<SyncWindows application={application()} windows={{ known, reason, readAt }} />);

it('is nothing where no window is about the application', () => {
  expect(markup([])).toBe('');
  expect(markup([{ ...deny, applications: ['other'] }])).toBe('');
});

it('says what a window denies now, when it closes and what opens next', () => {
  const page = markup([deny]);
  expect(page).toContain('It does not sync by itself now; a person may sync it.');
  expect(page).toContain('A time without syncs (0 12 * * * UTC) closes');
  expect(page).toContain('opens next');
  expect(markup([{ ...deny, allowsManual: false }])).toContain('not synced now, by itself or by anybody');
  expect(markup([deny], NOON + 3_600_000)).toContain('It may be synced now.');
});

it('does not take what it may not read for no windows', () => {
  expect(markup(null, NOON, 'The token may not list appprojects.argoproj.io.')).toContain(
    'cannot be known: The token may not list appprojects.argoproj.io.',
  );
});
