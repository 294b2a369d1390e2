'use client';

import { useSyncExternalStore } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { shortcuts } from '#components/ui/shortcuts/shortcuts.ts';
import { hideOverlay } from '../overlay-store.ts';

/** `mod+k` → `Ctrl k`, with the sign of the keyboard at hand. */
function shownKeys(keys: string): string {
  const isMac = /mac|iphone|ipad/i.test(navigator.platform);
  return keys.replace('mod+', isMac ? '⌘ ' : 'Ctrl ');
}

/** All keys that work on this page now. */
export function ShortcutHelp() {
  const all = useSyncExternalStore(shortcuts.subscribe, shortcuts.list, shortcuts.list);
  const inForce = [...new Map(all.map((shortcut) => [shortcut.keys, shortcut])).values()];
  return (
    <Dialog open onClose={() => hideOverlay('shortcuts')} title="Keys">
      <div className="flex flex-col gap-4">
        {[...Map.groupBy(inForce, ({ group }) => group)].map(([group, members]) => (
          <section key={group}>
            <h3 className="mb-1 text-muted text-xs">{group}</h3>
            <dl>
              {members.map(({ keys, label }) => (
                <div
                  key={keys}
                  className="flex min-h-8 items-center justify-between gap-4 border-line border-b last:border-b-0"
                >
                  <dt className="text-sm">{label}</dt>
                  <dd>
                    <Kbd keys={shownKeys(keys)} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <p className="text-muted text-xs">These work on this page now. Lists and changes have more of their own.</p>
      </div>
    </Dialog>
  );
}
