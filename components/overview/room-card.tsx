import type { ReactNode } from 'react';
import { Bar } from '#components/patterns/bar.tsx';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { formatBytes } from '#components/patterns/format-bytes.ts';
import { Time } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { nameInWords } from '#lib/domain/cluster/qualified.ts';
import type { OverviewNode } from '#lib/views/overview/node.ts';
import { sumAndNodes } from '#lib/views/overview/node-order.ts';
import type { OverviewData } from '#lib/views/overview/read.ts';

/** More slices than this are a bar, because they can no longer be counted by eye. */
const MOST_SLICES = 16;

/** How fresh the cluster of a node is, by the node's name. */
type TroubleOf = (name: string) => ReactNode;

/** Requests are what the scheduler counts; what really runs may use less or more. */
export function RoomCard({
  nodes,
  pending,
  trouble,
  troubleOf,
}: Pick<OverviewData, 'nodes' | 'pending'> & { trouble: ReactNode; troubleOf: TroubleOf }) {
  return (
    <Card title="Room on the nodes, by request" actions={trouble}>
      {nodes === null ? (
        <EmptyState title="Not known now" hint="The mark above tells why." />
      ) : (
        <NodeList told={nodes} troubleOf={troubleOf} />
      )}
      {pending !== null && pending.length > 0 && (
        <ul className="mt-4 flex flex-col gap-2 border-line border-t pt-3">
          {pending.slice(0, 5).map(({ id, reason, since }) => (
            <li key={id} className="flex gap-2 text-sm">
              <Icon name="progressing" size={14} className="mt-0.5 flex-none text-busy" />
              <span className="min-w-0">
                <span className="font-medium">{nameInWords(id)}</span> has no node
                {since !== null && (
                  <>
                    , <Time at={since} />
                  </>
                )}
                <span className="block break-words text-muted text-xs">{reason}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function NodeList({ told, troubleOf }: { told: readonly OverviewNode[]; troubleOf: TroubleOf }) {
  const { sum, nodes } = sumAndNodes(told);
  return (
    <ul className="flex flex-col gap-4">
      {sum !== null && <NodeLine node={sum} trouble={null} />}
      {nodes.map((node) => (
        <NodeLine key={node.id} node={node} trouble={troubleOf(node.name)} />
      ))}
      {sum !== null && (
        <li className="text-muted text-xs">The fullest {nodes.length} are shown; the others have more room.</li>
      )}
    </ul>
  );
}

function NodeLine({ node, trouble }: { node: OverviewNode; trouble: ReactNode }) {
  const { allocatable, taken, gpu } = node;
  return (
    <li className="flex flex-col gap-2">
      <div className="flex items-center gap-2 text-sm">
        <Icon name="node" size={14} className="text-muted" />
        <span className="font-medium">{nameInWords(node.name)}</span>
        {node.ready !== 'True' && (
          <span className="text-bad text-xs">{node.ready === 'False' ? 'not ready' : 'not heard of'}</span>
        )}
        {trouble}
      </div>
      <Budget label="CPU cores" taken={taken.cpuMillis} total={allocatable.cpuMillis} format={formatCores} />
      <Budget label="Memory" taken={taken.memoryBytes} total={allocatable.memoryBytes} format={formatBytes} />
      {gpu !== null && gpu.total > MOST_SLICES && (
        <Budget label={`${gpu.product}, slices`} taken={gpu.taken} total={gpu.total} format={String} />
      )}
      {gpu !== null && gpu.total <= MOST_SLICES && (
        <div className="flex flex-col gap-1">
          <p className="flex justify-between text-xs">
            <span className="text-muted">{gpu.product}, slices</span>
            <span className="tabular-nums">
              {gpu.taken} of {gpu.total}
            </span>
          </p>
          <div aria-hidden="true" className="flex gap-1">
            {Array.from({ length: Math.max(gpu.total, gpu.taken) }, (_, index) => index).map((index) => (
              <span
                key={index}
                className={`h-3 flex-1 rounded-xs border ${index < gpu.taken ? 'border-accent bg-accent' : 'border-line bg-sunken'}`}
              />
            ))}
          </div>
        </div>
      )}
    </li>
  );
}

type BudgetProps = { label: string; taken: number; total: number; format: (value: number) => string };

/** What of a node's room is asked for, as words and as a bar. */
function Budget({ label, taken, total, format }: BudgetProps) {
  const left = taken > total ? `${format(taken - total)} over` : `${format(total - taken)} free`;
  return (
    <div className="flex flex-col gap-1">
      <p aria-hidden="true" className="flex justify-between gap-3 text-xs">
        <span className="text-muted">{label}</span>
        <span className="tabular-nums">
          {format(taken)} of {format(total)}, <span className={taken > total ? 'text-bad' : 'text-muted'}>{left}</span>
        </span>
      </p>
      <Bar
        label={label}
        segments={[{ id: 'taken', label: 'requested', value: taken }]}
        total={total}
        format={format}
        isBare
      />
    </div>
  );
}

function formatCores(millis: number): string {
  return (millis / 1000).toLocaleString('en', { maximumFractionDigits: 1 });
}
