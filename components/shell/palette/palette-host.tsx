'use client';

import { useCallback } from 'react';
import { GoingBar } from '#components/ui/link-progress.tsx';
import { hideOverlay } from '../overlay-store.ts';
import { useGo } from '../use-go.ts';
import { useOverlay } from '../use-overlay.ts';
import { CommandPalette } from './command-palette.tsx';
import type { PaletteProvider } from './use-palette-items.ts';

/**
 * Holds the place of the palette (⌘K, Ctrl-K, the search button). It comes with the shell: as a script of its own it
 * cost two requests and could lose the first letters typed into it. Keep `provider` the same function.
 */
export function PaletteHost({ provider }: { provider: PaletteProvider }) {
  const isOpen = useOverlay() === 'palette';
  const [go, isGoing] = useGo();
  const close = useCallback(() => hideOverlay('palette'), []);
  return (
    <>
      {isGoing && <GoingBar />}
      {isOpen && <CommandPalette provider={provider} onClose={close} go={go} />}
    </>
  );
}
