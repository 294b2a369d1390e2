'use client';

import { Time } from '#components/patterns/time/time.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { ElsewhereNotice } from './elsewhere-notice.tsx';
import type { DraftHandle } from './use-draft.ts';

/** Says that a draft came back, with the way to begin anew; or that nothing is being kept. */
export function DraftNotice({
  draft,
}: {
  draft: Pick<DraftHandle, 'state' | 'restoredFrom' | 'hasMasked' | 'elsewhere' | 'discard'>;
}) {
  if (draft.elsewhere !== null) {
    return <ElsewhereNotice elsewhere={draft.elsewhere} />;
  }
  if (draft.state === 'lost') {
    return (
      <p role="status" className="flex items-center gap-1.5 text-warn text-xs">
        <Icon name="warn" size={12} />
        This browser does not keep drafts: what you type is lost on reload.
      </p>
    );
  }
  if (draft.restoredFrom === null) {
    return null;
  }
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-between gap-2 rounded-md bg-sunken px-3 py-1.5 text-sm"
    >
      <span>
        What you typed <Time at={draft.restoredFrom} /> is back.{draft.hasMasked && ' Passwords are not kept.'}
      </span>
      <Button size="sm" variant="ghost" onClick={() => draft.discard(true)}>
        Begin anew
      </Button>
    </div>
  );
}
