import { Time } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { WaitingForGpu } from '#lib/domain/gpu/waiting.ts';

/** Pods that ask for a GPU and have no node, with the reasons in words. */
export function WaitingCard({ waiting }: { waiting: readonly WaitingForGpu[] }) {
  return (
    <Card title={waiting.length === 1 ? 'One pod waits for a GPU' : `${waiting.length} pods wait for a GPU`} flush>
      <ul>
        {waiting.map(({ id, asks, since, reasons }) => (
          <li key={id} className="flex gap-2 border-line border-b px-4 py-3 text-sm last:border-b-0">
            <Icon name="progressing" size={14} className="mt-0.5 flex-none text-busy" />
            <div className="min-w-0">
              <p className="break-words">
                <span className="font-medium">{id}</span>
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
      </ul>
    </Card>
  );
}
