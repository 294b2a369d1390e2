import { Card } from '#components/ui/card.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import type { Trouble } from '#lib/domain/connection/row.ts';
import { ConnectionMark } from './connection-mark.tsx';

/** What does not work, above everything else: what happened, since when, and what to do. */
export function Attention({ troubles }: { troubles: readonly Trouble[] }) {
  if (troubles.length === 0) {
    return null;
  }
  return (
    <Card title="Needs attention" flush>
      <ul aria-label="Needs attention">
        {troubles.map(({ connection: { id, title, state, since, reason, remedy }, withIt }) => (
          <li key={id} className="border-line border-b px-4 py-3 text-sm last:border-b-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
              <h3 className="font-medium">{title}</h3>
              <ConnectionMark state={state} since={since} />
            </div>
            {reason !== '' && <p className="mt-0.5 break-words text-muted">{reason}</p>}
            {withIt.length > 0 && <p className="mt-0.5 text-muted">With it: {withIt.join(', ')}.</p>}
            <Remedy text={remedy} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A sentence stands as one; what has lines of its own is a rule, to be copied as it is. */
function Remedy({ text }: { text: string }) {
  if (!text.includes('\n')) {
    return text === '' ? null : <p className="mt-0.5 break-words">{text}</p>;
  }
  return (
    <div className="mt-1.5 flex items-start gap-1 rounded-sm bg-sunken p-2">
      <p className="min-w-0 flex-1 whitespace-pre-wrap break-words text-xs">{text}</p>
      <CopyButton text={text} what="remedy" />
    </div>
  );
}
