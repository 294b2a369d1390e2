import type { ServerResponse } from 'node:http';
import type { Cancel, SandboxClock } from '../../clock.ts';
import type { FaultRule, FaultSwitches } from '../../faults.ts';
import type { ResourceType } from '../object.ts';
import { forgetBytes } from '../read/object-bytes.ts';
import { type ObjectStore, resourceKey } from '../store.ts';
import { applyWatchFault } from './watch-faults.ts';
import type { WatchStream } from './watch-stream.ts';

/** An open watch and what can end or harm it. */
export type OpenWatch = {
  stream: WatchStream;
  response: ServerResponse;
  resource: ResourceType;
  tokenId: string;
  /** As sent, with the query: what fault rules look at. */
  path: string;
  allowBookmarks: boolean;
  /** After how many real ms the server ends it. */
  timeoutMs: number;
};

/** Serves all open watches from one subscription to the store. */
export type WatchHub = {
  readonly openCount: number;
  /** Takes the fault, if any, that meets a watch on its way in. */
  takeFault(path: string): FaultRule | null;
  open(watch: OpenWatch): void;
  /** Ends the watches of a token that is no longer good. */
  endFor(tokenId: string): void;
  /** Ends the watches of a type that is no longer served. */
  endOf(resource: ResourceType): void;
  close(): void;
};

const BOOKMARK_EVERY_MS = 60_000;
/** How long before the end of a watch its reader is told where it stands. */
const LAST_BOOKMARK_BEFORE_MS = 2000;

/** @param pace how much faster than real time watches end, for a reader whose clock is faster */
export function createWatchHub(store: ObjectStore, clock: SandboxClock, faults: FaultSwitches, pace = 1): WatchHub {
  const watches = new Set<OpenWatch>();
  const byKind = new Map<string, Set<OpenWatch>>();

  const takeFault = (path: string, id?: string) =>
    faults.take({
      server: 'kubernetes',
      method: 'GET',
      path,
      watch: true,
      afterEffect: false,
      ...(id === undefined ? {} : { id }),
    });
  const end = (condition: (watch: OpenWatch) => boolean) => {
    for (const watch of [...watches].filter(condition)) {
      watch.stream.end();
    }
  };
  const stopEvents = store.subscribe((event) => {
    for (const watch of byKind.get(resourceKey(event.resource)) ?? []) {
      watch.stream.offer(event);
    }
    if (event.previous !== undefined) {
      forgetBytes(event.previous);
    }
  });
  const stopFaults = faults.subscribe((switchedOn) => {
    if (switchedOn === null || !switchedOn.kind.startsWith('watch-')) {
      return;
    }
    for (const watch of [...watches]) {
      const fault = takeFault(watch.path, switchedOn.id);
      if (fault !== null) {
        applyWatchFault(fault, watch.stream, watch.response);
      }
    }
  });

  return {
    get openCount() {
      return watches.size;
    },
    takeFault: (path) => takeFault(path),
    open(watch) {
      const kind = resourceKey(watch.resource);
      const sameKind = byKind.get(kind) ?? new Set();
      byKind.set(kind, sameKind.add(watch));
      watches.add(watch);
      const stopTimers = startTimers(watch, clock, pace);
      watch.response.on('close', () => {
        stopTimers();
        watches.delete(watch);
        sameKind.delete(watch);
      });
    },
    endFor: (tokenId) => end((watch) => watch.tokenId === tokenId),
    endOf: (resource) =>
      end(
        ({ resource: watched }) =>
          resourceKey(watched) === resourceKey(resource) && watched.version === resource.version,
      ),
    close() {
      stopEvents();
      stopFaults();
      end(() => true);
    },
  };
}

/** Bookmarks about every minute of sandbox time and before the end, and the end itself. */
function startTimers({ stream, allowBookmarks, timeoutMs }: OpenWatch, clock: SandboxClock, pace: number): () => void {
  let cancel: Cancel = () => undefined;
  const bookmarkLater = () => {
    cancel = clock.after(BOOKMARK_EVERY_MS, () => {
      stream.bookmark();
      bookmarkLater();
    });
  };
  const timers = [setTimeout(() => stream.end(), timeoutMs / pace)];
  if (allowBookmarks) {
    bookmarkLater();
    const lead = Math.min(LAST_BOOKMARK_BEFORE_MS, timeoutMs / 2);
    timers.push(setTimeout(() => stream.bookmark(), (timeoutMs - lead) / pace));
  }
  return () => {
    cancel();
    for (const timer of timers) {
      clearTimeout(timer);
    }
  };
}
