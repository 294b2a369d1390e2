'use client';

import { useRouter } from 'next/navigation';
import { lazy, Suspense, useEffect } from 'react';
import { listenForShortcuts } from '#components/ui/shortcuts/shortcuts.ts';
import { useShortcut } from '#components/ui/shortcuts/use-shortcut.ts';
import type { Area } from '../area.ts';
import { showOverlay } from '../overlay-store.ts';
import { useOverlay } from '../use-overlay.ts';

const ShortcutHelp = lazy(async () => ({ default: (await import('./shortcut-help.tsx')).ShortcutHelp }));

function AreaKey({ area }: { area: Area }) {
  const router = useRouter();
  useShortcut(`g ${area.key}`, area.label, 'Go to', () => router.push(area.href), area.key !== undefined);
  return null;
}

/** The keys that work everywhere: `g` and a letter, ⌘K or Ctrl-K, `?`. Listens for those of the pages too. */
export function ShellKeys({ areas }: { areas: readonly Area[] }) {
  useEffect(() => listenForShortcuts(document), []);
  useShortcut('mod+k', 'Find anything', 'Everywhere', () => showOverlay('palette'));
  useShortcut('?', 'Show all keys', 'Everywhere', () => showOverlay('shortcuts'));
  const isHelpOpen = useOverlay() === 'shortcuts';
  return (
    <>
      {areas.map((area) => (
        <AreaKey key={area.id} area={area} />
      ))}
      {isHelpOpen && (
        <Suspense>
          <ShortcutHelp />
        </Suspense>
      )}
    </>
  );
}
