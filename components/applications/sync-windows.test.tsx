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
const markup = (known: SyncWindow[] | null, readAt = NOON, reason = '', mayHaveMore = false) =>
  renderToStaticMarkup(<SyncWindows application={application()} windows={{ known, reason, readAt, mayHaveMore }} />);

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

it.each([
  [{ schedule: '@daily' }, 'cannot read the schedule &quot;@daily&quot;'],
  [{ durationMs: null }, 'cannot read the duration of a window (0 12 * * *)'],
])('says that Argo CD refuses all syncs for a window with %j', (unread, words) => {
  const page = markup([{ ...deny, kind: 'allow', ...unread }]);
  expect(page).toContain('It is not synced now, by itself or by anybody.');
  expect(page).toContain(words);
  expect(page).toContain('refuses all syncs until it is mended. Mend it in the project default.');
});

it('names the zone that Argo CD goes by, and the window that is always open', () => {
  const page = markup([{ ...deny, timeZone: 'Mars/Olympus' }]);
  expect(page).toContain('(0 12 * * * UTC) closes');
  expect(page).toContain('does not know the time zone &quot;Mars/Olympus&quot;');
  expect(markup([{ ...deny, schedule: '0 0 31 2 *' }])).toContain('takes it for always open');
});

it('says why it cannot tell', () => {
  const page = markup([{ ...deny, applications: ['[a-z0-9]*'] }]);
  expect(page).toContain('Whether it may be synced now cannot be told.');
  expect(page).toContain('Its pattern &quot;[a-z0-9]*&quot; cannot be read.');
  const otherName = { ...deny, applications: [], clusters: ['https://kubernetes.default.svc'] };
  expect(markup([otherName])).toContain('by another name than the application does');
  expect(markup([], NOON, '', true)).toContain('argocd-cm names global projects');
  expect(markup([deny], NOON, '', true)).toContain('whether a person may sync it cannot be told');
});
