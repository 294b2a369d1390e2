'use client';

import { useCallback, useEffect, useEffectEvent, useRef } from 'react';

/**
 * Tells that a field was left, but not while a button is held down: pressing "Next" leaves a field, and the error that
 * then appears would move "Next" away from under the pointer before it is let go.
 */
export function useTouchAfterPress(touch: (path: string) => void): (path: string) => void {
  const isPressed = useRef(false);
  const waiting = useRef<string[]>([]);
  const touchNow = useEffectEvent(touch);
  useEffect(() => {
    const press = () => {
      isPressed.current = true;
    };
    const release = () => {
      isPressed.current = false;
      // The click comes after the release, in the same turn.
      setTimeout(() => {
        for (const path of waiting.current.splice(0)) {
          touchNow(path);
        }
      });
    };
    const leaving = new AbortController();
    const options = { capture: true, signal: leaving.signal };
    document.addEventListener('pointerdown', press, options);
    document.addEventListener('pointerup', release, options);
    document.addEventListener('pointercancel', release, options);
    return () => leaving.abort();
  }, []);
  return useCallback(
    (path) => {
      if (isPressed.current) {
        waiting.current.push(path);
      } else {
        touch(path);
      }
    },
    [touch],
  );
}
