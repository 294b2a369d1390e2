'use client';

import { Time } from '#components/patterns/time/time.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { FormPage } from '#lib/domain/template/template.ts';
import { ElsewhereNotice } from './elsewhere-notice.tsx';
import type { DraftHandle } from './use-draft.ts';

type Notice = Pick<DraftHandle, 'values' | 'state' | 'restoredFrom' | 'hasMasked' | 'elsewhere' | 'discard'>;

/** What another tab did; and that a draft came back, with the way to begin anew, or that nothing is being kept. */
export function DraftNotice({ pages, draft }: { pages: FormPage[]; draft: Notice }) {
  return (
    <>
      {draft.elsewhere !== null && <ElsewhereNotice pages={pages} values={draft.values} elsewhere={draft.elsewhere} />}
      {draft.state === 'lost' ? (
        <LostNotice />
      ) : (
        draft.restoredFrom !== null && <RestoredNotice draft={draft} from={draft.restoredFrom} />
      )}
    </>
  );
}

function LostNotice() {
  return (
    <p role="status" className="flex items-center gap-1.5 text-warn text-xs">
      <Icon name="warn" size={12} />
      This browser does not keep drafts: what you type is lost on reload.
    </p>
  );
}

function RestoredNotice({ draft: { hasMasked, discard }, from }: { draft: Notice; from: number }) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-between gap-2 rounded-md bg-sunken px-3 py-1.5 text-sm"
    >
      <span>
        What you typed <Time at={from} /> is back.{hasMasked && ' Passwords are not kept.'}
      </span>
      <Button size="sm" variant="ghost" onClick={() => discard(true)}>
        Begin anew
      </Button>
    </div>
  );
}
