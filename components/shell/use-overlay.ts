'use client';

import { useSyncExternalStore } from 'react';
import { currentOverlay, type Overlay, subscribeToOverlay } from './overlay-store.ts';

/** What lies over the page now. */
export function useOverlay(): Overlay {
  return useSyncExternalStore(subscribeToOverlay, currentOverlay, () => null);
}
