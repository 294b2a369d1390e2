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
            {reason !== '' && <p className="mt-0.5 break-words">{reason}</p>}
            {withIt.length > 0 && <p className="mt-0.5 text-muted">With it: {withIt.join(', ')}.</p>}
            {remedy !== '' && (
              <div className="mt-1.5 flex items-start gap-1 rounded-sm bg-sunken p-2">
                <p className="min-w-0 flex-1 whitespace-pre-wrap break-words text-xs">{remedy}</p>
                <CopyButton text={remedy} what="remedy" />
              </div>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
