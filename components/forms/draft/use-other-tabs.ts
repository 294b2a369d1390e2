'use client';

import { useEffect, useRef } from 'react';
import { BROWSER_TIMERS } from '#lib/browser/live/timers.ts';
import { type OtherTabs, watchOtherTabs } from './other-tabs.ts';

const CHANNEL = 'portolan-draft/';

/**
 * Tells when no other tab has the form of this key open any more.
 * @param isTold the person is told of another tab: then it is asked for at once, and each time they come back to this one
 * @param onAlone keep the same function between renders
 */
export function useOtherTabs(key: string, isTold: boolean, onAlone: () => void): void {
  const others = useRef<OtherTabs | null>(null);
  useEffect(() => {
    const join = () => {
      others.current ??= watchOtherTabs(new BroadcastChannel(CHANNEL + key), BROWSER_TIMERS, onAlone);
    };
    const leave = () => {
      others.current?.leave();
      others.current = null;
    };
    join();
    // A tab that is closed takes nothing down; one that is kept for the way back is shown again.
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', join);
    return () => {
      leave();
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', join);
    };
  }, [key, onAlone]);
  useEffect(() => {
    if (!isTold) {
      return;
    }
    const ask = () => others.current?.ask();
    ask();
    window.addEventListener('focus', ask);
    return () => window.removeEventListener('focus', ask);
  }, [isTold]);
}
