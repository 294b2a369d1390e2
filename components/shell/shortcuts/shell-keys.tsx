'use client';

import { useEffect } from 'react';
import { GoingBar } from '#components/ui/link-progress.tsx';
import { listenForShortcuts } from '#components/ui/shortcuts/shortcuts.ts';
import { useShortcut } from '#components/ui/shortcuts/use-shortcut.ts';
import type { Area } from '../area.ts';
import { showOverlay } from '../overlay-store.ts';
import { useGo } from '../use-go.ts';
import { useOverlay } from '../use-overlay.ts';
import { ShortcutHelp } from './shortcut-help.tsx';

function AreaKey({ area }: { area: Area }) {
  const [go, isGoing] = useGo();
  useShortcut(`g ${area.key}`, area.label, 'Go to', () => go(area.href), area.key !== undefined);
  return isGoing && <GoingBar />;
}

/** The keys that work everywhere: `g` and a letter, ⌘K or Ctrl-K, `?`. Listens for those of the pages too. */
export function ShellKeys({ areas }: { areas: readonly Area[] }) {
  useEffect(() => listenForShortcuts(document), []);
  useShortcut('mod+k', 'Find anything', 'Everywhere', () => showOverlay('palette'));
  useShortcut('?', 'Show the keys of this page', 'Everywhere', () => showOverlay('shortcuts'));
  const isHelpOpen = useOverlay() === 'shortcuts';
  return (
    <>
      {areas.map((area) => (
        <AreaKey key={area.id} area={area} />
      ))}
      {isHelpOpen && <ShortcutHelp />}
    </>
  );
}
