'use client';

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { LineStatus } from './event-line.ts';
import { createLiveClient, type LiveClient } from './live-client.ts';

const LiveContext = createContext<LiveClient | null>(null);

/** The moments after which a line that was fine may be dead: the tab slept, or the network was away. */
const WAKING = ['visibilitychange', 'pageshow', 'online', 'focus'] as const;

/** Other than that of every tab that is open; nothing depends on nobody guessing it. */
function newTabName(): string {
  return Math.random().toString(36).slice(2, 12);
}

/** Gives everything inside it the one live line of the tab. */
export function LiveProvider({ url, children }: { url: string; children: ReactNode }) {
  const [client] = useState(() =>
    typeof EventSource === 'undefined'
      ? null
      : createLiveClient({ url, tab: newTabName(), EventSourceImpl: EventSource, pointers: document }),
  );
  useEffect(() => {
    const check = () => document.visibilityState === 'visible' && client?.check();
    for (const event of WAKING) {
      window.addEventListener(event, check);
    }
    return () => {
      for (const event of WAKING) {
        window.removeEventListener(event, check);
      }
      client?.close();
    };
  }, [client]);
  return <LiveContext value={client}>{children}</LiveContext>;
}

/** The tab's live line; null on the server. */
export function useLiveClient(): LiveClient | null {
  return useContext(LiveContext);
}

const NOT_YET: LineStatus = { state: 'idle', since: 0 };
const NOTHING_TO_HEAR = () => () => undefined;

/** How the live line stands, for the part of the page that says so. */
export function useLiveStatus(): LineStatus {
  const client = useLiveClient();
  return useSyncExternalStore(
    client?.onStatus ?? NOTHING_TO_HEAR,
    () => client?.status ?? NOT_YET,
    () => NOT_YET,
  );
}
