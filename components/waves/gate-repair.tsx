'use client';

import { ButtonLink } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Link } from '#components/ui/link.tsx';
import { useLateView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { GateRepairData } from '#lib/views/gate-repair/read.ts';

/** What git says is in no line: it is read again, so that a change that has landed is not proposed once more. */
const ASK_AGAIN_MS = 10_000;

const QUERY: ViewQuery<GateRepairData> = { name: 'gate-repair', patches: {}, againMs: () => ASK_AGAIN_MS };

/** Offers the change that makes waves wait, once it is known where; says nothing while it is looked for. */
export function GateRepair({ since }: { since: string }) {
  const repair = useLateView(QUERY, since);
  return repair === undefined ? null : <RepairOffer repair={repair.data} />;
}

/** The change as a merge request where the portal can make it, and else what to add by hand, and where. */
export function RepairOffer({ repair }: { repair: GateRepairData }) {
  const { state, file, reason, href, snippet } = repair;
  const where = file === null ? null : <Link href={file.url}>{file.path}</Link>;
  if (state === 'there') {
    return <p>{where} has the check already; Argo CD has not applied it yet.</p>;
  }
  if (state === 'mendable' && href !== null) {
    return (
      <p className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <ButtonLink href={href} size="sm" variant="primary">
          Propose the check
        </ButtonLink>
        <span className="min-w-0 break-words">
          as a merge request that adds it to {where}
          {reason !== '' && <span className="text-muted">, as it was found last ({reason})</span>}
        </span>
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <p>
        {where === null ? (
          <>{reason} Add this below data where it is made:</>
        ) : state === 'mendable' ? (
          <>Somebody who may propose changes can have it added to {where}:</>
        ) : (
          <>{where} is written in a way that cannot be changed surely. Add this below data there:</>
        )}
      </p>
      <Snippet text={snippet} />
    </div>
  );
}

function Snippet({ text }: { text: string }) {
  return (
    <div className="flex items-start gap-1 rounded-sm bg-surface p-2 text-xs">
      <pre className="min-w-0 flex-1 whitespace-pre-wrap break-words font-mono">{text}</pre>
      <CopyButton text={text} what="check" />
    </div>
  );
}
