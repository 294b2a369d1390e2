'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { type Announcement, announcements } from './announcements.ts';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import type { IconName } from './icon-paths.ts';
import { TONE_TEXT, type Tone } from './tone.ts';

const SHOWN_MS = 6_000;
const NOTHING: readonly Announcement[] = [];

const ICON: Partial<Record<Tone, IconName>> = { ok: 'pass', bad: 'warn', warn: 'warn' };

/** Errors stay until they are closed: nobody should have to read against the clock. */
function Toast({ announcement }: { announcement: Announcement }) {
  const { id, tone, quiet, text } = announcement;
  const stays = tone === 'bad' && !quiet;
  useEffect(() => {
    if (stays) {
      return;
    }
    const timer = setTimeout(() => announcements.dismiss(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, stays]);
  if (quiet) {
    return <span className="sr-only">{text}</span>;
  }
  return (
    <div className="pointer-events-auto flex items-start gap-2 rounded-lg border border-line-strong bg-raised py-1.5 ps-3 pe-1.5 text-sm">
      <Icon name={ICON[tone] ?? 'info'} size={14} className={classNames('mt-1.5', TONE_TEXT[tone])} />
      <span className="min-w-0 py-1">{text}</span>
      <IconButton icon="close" label="Close this message" onClick={() => announcements.dismiss(id)} />
    </div>
  );
}

/** Shows and speaks what `announce` is told. Mounted once, by the shell; the live regions must be there before the words. */
export function Announcer() {
  const all = useSyncExternalStore(announcements.subscribe, announcements.snapshot, () => NOTHING);
  return (
    <div className="pointer-events-none fixed inset-x-4 bottom-16 z-50 flex flex-col items-end gap-2 md:bottom-4">
      <div role="status" aria-live="polite" className="flex max-w-md flex-col gap-2">
        {all
          .filter((one) => one.tone !== 'bad')
          .map((one) => (
            <Toast key={one.id} announcement={one} />
          ))}
      </div>
      <div role="alert" className="flex max-w-md flex-col gap-2">
        {all
          .filter((one) => one.tone === 'bad')
          .map((one) => (
            <Toast key={one.id} announcement={one} />
          ))}
      </div>
    </div>
  );
}
