import { Time } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { nameInWords } from '#lib/domain/cluster/qualified.ts';
import type { GpuWaiting } from '#lib/views/gpu/nodes.ts';

/** Pods that ask for a GPU and have no node, with the reasons in words. */
export function WaitingCard({ waiting: { rows, total } }: { waiting: GpuWaiting }) {
  return (
    <Card title={total === 1 ? 'One pod waits for a GPU' : `${total} pods wait for a GPU`} flush>
      <ul>
        {rows.map(({ id, asks, since, reasons }) => (
          <li key={id} className="flex gap-2 border-line border-b px-4 py-3 text-sm last:border-b-0">
            <Icon name="progressing" size={14} className="mt-0.5 flex-none text-busy" />
            <div className="min-w-0">
              <p className="break-words">
                <span className="font-medium">{nameInWords(id)}</span>
                <span className="text-muted">
                  {' '}
                  asks for {asks.map(({ resource, amount }) => `${amount} ${resource}`).join(' and ')}
                  {since !== null && (
                    <>
                      , <Time at={since} />
                    </>
                  )}
                </span>
              </p>
              {reasons.map((reason) => (
                <p key={reason} className="break-words">
                  {reason}
                </p>
              ))}
            </div>
          </li>
        ))}
        {total > rows.length && (
          <li className="px-4 py-2 text-muted text-sm">and {total - rows.length} more, who began to wait later</li>
        )}
      </ul>
    </Card>
  );
}
