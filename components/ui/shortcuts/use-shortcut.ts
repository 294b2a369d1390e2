'use client';

import { useEffectEvent, useLayoutEffect } from 'react';
import { shortcuts } from './shortcuts.ts';

/**
 * Puts a shortcut in force while the component is shown; it appears in the `?` help. `isOn` false takes it away.
 * Keys as in `Shortcut`.
 */
export function useShortcut(keys: string, label: string, group: string, run: () => void, isOn = true): void {
  const latest = useEffectEvent(run);
  // In force with what is drawn: a key that is pressed as soon as its button is seen counts.
  useLayoutEffect(() => {
    if (!isOn) {
      return;
    }
    return shortcuts.add({ keys, label, group, run: () => latest() });
  }, [keys, label, group, isOn]);
}
