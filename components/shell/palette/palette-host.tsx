'use client';

import { lazy, Suspense, useCallback } from 'react';
import { hideOverlay } from '../overlay-store.ts';
import { useOverlay } from '../use-overlay.ts';
import type { PaletteProvider } from './use-palette-items.ts';

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }));

/** Holds the place of the palette and loads it when it is first asked for (⌘K, Ctrl-K, the search button). Keep `provider` the same function. */
export function PaletteHost({ provider }: { provider: PaletteProvider }) {
  const isOpen = useOverlay() === 'palette';
  const close = useCallback(() => hideOverlay('palette'), []);
  return isOpen ? (
    <Suspense>
      <CommandPalette provider={provider} onClose={close} />
    </Suspense>
  ) : null;
}
