'use client';

import { lazy, Suspense, useCallback, useEffect } from 'react';
import { GoingBar } from '#components/ui/link-progress.tsx';
import { hideOverlay } from '../overlay-store.ts';
import { useGo } from '../use-go.ts';
import { useOverlay } from '../use-overlay.ts';
import type { PaletteProvider } from './use-palette-items.ts';

const loadPalette = async () => ({ default: (await import('./command-palette.tsx')).CommandPalette });
const CommandPalette = lazy(loadPalette);

/** What cannot be fetched now is fetched when the palette is asked for, and told then. */
const fetchAhead = () => {
  loadPalette().catch(() => undefined);
};

/** Waits for a quiet moment at most this long. */
const QUIET_WITHIN_MS = 2_000;

/**
 * Holds the place of the palette (⌘K, Ctrl-K, the search button). It is loaded when the page has become quiet, so that
 * the first letters typed into it are not lost. Keep `provider` the same function.
 */
export function PaletteHost({ provider }: { provider: PaletteProvider }) {
  const isOpen = useOverlay() === 'palette';
  const [go, isGoing] = useGo();
  useEffect(() => {
    const handle = requestIdleCallback(fetchAhead, { timeout: QUIET_WITHIN_MS });
    return () => cancelIdleCallback(handle);
  }, []);
  const close = useCallback(() => hideOverlay('palette'), []);
  return (
    <>
      {isGoing && <GoingBar />}
      {isOpen && (
        <Suspense>
          <CommandPalette provider={provider} onClose={close} go={go} />
        </Suspense>
      )}
    </>
  );
}
