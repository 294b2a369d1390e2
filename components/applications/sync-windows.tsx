'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { portalNow, subscribeToTicks } from '#components/patterns/time/ticker.ts';
import { Time } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-paths.ts';
import type { Application } from '#lib/domain/application/application.ts';
import { type WindowTime, windowsOf } from '#lib/domain/sync-window/sync-window.ts';
import { doubtsInWords, nowInWords, windowInWords } from '#lib/domain/sync-window/window-words.ts';
import type { ApplicationData } from '#lib/views/application/read.ts';

const MINUTE_MS = 60_000;

type SyncWindowsProps = { application: Application; windows: ApplicationData['windows'] };

/** The times in which this application may be synced, as its project has them; nothing where there are none. */
export function SyncWindows({ application, windows }: SyncWindowsProps) {
  // Windows open and close without any news, so the page looks at its own clock, once a minute.
  const read = () => Math.floor(portalNow() / MINUTE_MS);
  const minute = useSyncExternalStore(subscribeToTicks, read, () => Math.floor(windows.readAt / MINUTE_MS));
  const state = useMemo(
    () => windowsOf(application, windows.known ?? [], minute * MINUTE_MS, windows.mayHaveMore),
    [application, windows.known, windows.mayHaveMore, minute],
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
          <Icon {...iconOf(state.automatic)} size={14} />
          <span>{nowInWords(state)}</span>
        </p>
        <ul className="flex flex-col gap-1 text-muted">
          {state.active.map((time) => (
            <li key={keyOf(time)}>
              {windowInWords(time.window)} closes <Time at={time.endsAt} />
            </li>
          ))}
          {state.next !== null && (
            <li>
              {windowInWords(state.next.window)} opens next, <Time at={state.next.startsAt} />
            </li>
          )}
        </ul>
        {doubtsInWords(state, application.project).map((text) => (
          <p key={text} className="break-words text-warn">
            {text}
          </p>
        ))}
        {windows.mayHaveMore && (
          <p className="text-muted">
            argocd-cm names global projects: their windows count as well where they are about this project, which
            Portolan does not read.
          </p>
        )}
      </div>
    </Card>
  );
}

function iconOf(automatic: boolean | null): { name: IconName; className: string } {
  const place = 'mt-0.5 flex-none';
  if (automatic === null) {
    return { name: 'unknown', className: `${place} text-muted` };
  }
  return automatic
    ? { name: 'healthy', className: `${place} text-ok` }
    : { name: 'warn', className: `${place} text-warn` };
}

function keyOf({ window, startsAt }: WindowTime): string {
  return `${window.kind} ${window.schedule} ${window.timeZone} ${startsAt}`;
}
