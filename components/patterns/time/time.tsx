'use client';

import { type PointerEvent, useSyncExternalStore } from 'react';
import { age, exactTime, formatDuration, isTime, relativeTime } from './relative-time.ts';
import { portalNow, subscribeToTicks } from './ticker.ts';

function showLocalTime(at: number) {
  return (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.title = exactTime(at);
  };
}

export type TimeProps = { /** ms since 1970. */ at: number; className?: string };

/**
 * When something was: relative, kept right by one shared timer, exact on hover (UTC from the server, local time once a
 * pointer asks). The text may differ between server and browser by a second, which is expected.
 */
export function Time({ at, className }: TimeProps) {
  const read = () => relativeTime(at, portalNow());
  const text = useSyncExternalStore(subscribeToTicks, read, read);
  if (!isTime(at)) {
    return <span className={className}>{text}</span>;
  }
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={exactTime(at, 'UTC')}
      onPointerEnter={showLocalTime(at)}
      className={className ?? 'whitespace-nowrap'}
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}

/** How long a state has lasted, in one unit, for sentences such as "stale for 4 min"; exact on hover. */
export function Age({ since, className }: { since: number; className?: string }) {
  const read = () => age(since, portalNow());
  const text = useSyncExternalStore(subscribeToTicks, read, read);
  return (
    <time
      className={className ?? 'whitespace-nowrap'}
      title={`since ${exactTime(since, 'UTC')}`}
      onPointerEnter={showLocalTime(since)}
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}

/** How long something has been going on since a time in ms since 1970; counts by itself. */
export function RunningDuration({ since, className }: { since: number; className?: string }) {
  const read = () => formatDuration(Math.max(0, Math.floor((portalNow() - since) / 1_000)) * 1_000);
  const text = useSyncExternalStore(subscribeToTicks, read, read);
  return (
    <time
      className={className ?? 'whitespace-nowrap'}
      title={`since ${exactTime(since, 'UTC')}`}
      suppressHydrationWarning
    >
      {text === '0 ms' ? 'a moment' : text}
    </time>
  );
}
