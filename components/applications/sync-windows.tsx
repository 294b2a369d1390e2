'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { portalNow, subscribeToTicks } from '#components/patterns/time/ticker.ts';
import { Time } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Application } from '#lib/domain/application/application.ts';
import { type WindowState, type WindowTime, windowsOf } from '#lib/domain/sync-window/sync-window.ts';
import type { ApplicationData } from '#lib/views/application/read.ts';

const MINUTE_MS = 60_000;

type SyncWindowsProps = { application: Application; windows: ApplicationData['windows'] };

/** The times in which this application may be synced, as its project has them; nothing where there are none. */
export function SyncWindows({ application, windows }: SyncWindowsProps) {
  // Windows open and close without any news, so the page looks at its own clock, once a minute.
  const read = () => Math.floor(portalNow() / MINUTE_MS);
  const minute = useSyncExternalStore(subscribeToTicks, read, () => Math.floor(windows.readAt / MINUTE_MS));
  const state = useMemo(
    () => windowsOf(application, windows.known ?? [], minute * MINUTE_MS),
    [application, windows.known, minute],
  );
  if (windows.known === null) {
    return (
      <Card title="Sync windows">
        <p className="text-muted text-sm">Whether there are any cannot be known: {windows.reason}</p>
      </Card>
    );
  }
  return state === null ? null : (
    <Card title="Sync windows">
      <div className="flex flex-col gap-2 text-sm">
        <p className="flex gap-2">
          <Icon
            name={state.automatic ? 'healthy' : 'warn'}
            size={14}
            className={state.automatic ? 'mt-0.5 flex-none text-ok' : 'mt-0.5 flex-none text-warn'}
          />
          <span>{nowInWords(state)}</span>
        </p>
        <ul className="flex flex-col gap-1 text-muted">
          {state.active.map((time) => (
            <li key={keyOf(time)}>
              {kindInWords(time)} closes <Time at={time.endsAt} />
            </li>
          ))}
          {state.next !== null && (
            <li>
              {kindInWords(state.next)} opens next, <Time at={state.next.startsAt} />
            </li>
          )}
        </ul>
        {state.unreadable > 0 && (
          <p className="text-warn">
            {state.unreadable === 1 ? 'One window has' : `${state.unreadable} windows have`} a schedule that cannot be
            read.
          </p>
        )}
      </div>
    </Card>
  );
}

function nowInWords({ automatic, manual }: WindowState): string {
  return automatic
    ? 'It may be synced now.'
    : manual
      ? 'It does not sync by itself now; a person may sync it.'
      : 'It is not synced now, by itself or by anybody.';
}

function kindInWords({ window: { kind, schedule, timeZone } }: WindowTime): string {
  return `${kind === 'deny' ? 'A time without syncs' : 'A time for syncs'} (${schedule} ${timeZone})`;
}

function keyOf({ window, startsAt }: WindowTime): string {
  return `${window.kind} ${window.schedule} ${window.timeZone} ${startsAt}`;
}
