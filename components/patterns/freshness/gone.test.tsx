import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { SourceState } from '#lib/domain/source/source.ts';
import { Gone } from './gone.tsx';

const page = (state: SourceState) =>
  renderToStaticMarkup(
    <Gone
      what="application"
      icon="applications"
      listHref="/waves"
      sources={[{ id: 'hub/applications', label: 'Applications', state, asOf: 1, since: 1, reason: 'It says 403' }]}
    />,
  );

it.each(['live', 'stale'] as const)(
  'says that it is gone where its source is %s, and where the others are',
  (state) => {
    expect(page(state)).toContain('This application is no longer there');
    expect(page(state)).toContain('href="/waves"');
  },
);

it.each(['forbidden', 'absent', 'unreachable', 'starting'] as const)(
  'does not say so where its source is %s, but why nobody can tell',
  (state) => {
    expect(page(state)).not.toContain('no longer there');
    expect(page(state)).toContain('This application cannot be looked at now');
    expect(page(state)).toContain('Applications: It says 403');
    expect(page(state)).toContain(`data-freshness="${state}"`);
  },
);
