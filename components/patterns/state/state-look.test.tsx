import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ICONS } from '#components/ui/icon-paths.ts';
import { StateBadge } from './state-badge.tsx';
import { HEALTH_LOOKS, healthLook, SYNC_LOOKS, syncLook } from './state-look.ts';

const looks = [...Object.values(HEALTH_LOOKS), ...Object.values(SYNC_LOOKS)];

describe('the looks of states', () => {
  it('gives no two states the same shape, so that none depends on colour', () => {
    const shapes = new Set(looks.map((look) => ICONS[look.icon].d));
    expect(shapes.size).toBe(looks.length);
  });

  it.each(['Unknown', 'Stale', 'Missing'])('does not make %s look like Healthy', (state) => {
    expect(healthLook(state).tone).not.toBe(HEALTH_LOOKS.Healthy.tone);
    expect(healthLook(state).isQuiet).toBe(false);
  });

  it.each(['healthy', 'Exploded', '', 'toString', '__proto__'])(
    'shows the state %j it does not know as unknown',
    (state) => {
      expect(healthLook(state)).toBe(HEALTH_LOOKS.Unknown);
      expect(syncLook(state)).toBe(SYNC_LOOKS.Unknown);
    },
  );
});

describe('StateBadge', () => {
  it('says the word in every look', () => {
    for (const look of ['text', 'pill', 'icon'] as const) {
      expect(renderToStaticMarkup(<StateBadge kind="sync" state="OutOfSync" look={look} />)).toContain('OutOfSync');
    }
  });

  it('escapes what the cluster says', () => {
    const markup = renderToStaticMarkup(
      <StateBadge kind="health" state="Degraded" message={'"><img src=x onerror=1>'} />,
    );
    expect(markup).not.toContain('<img');
  });
});
