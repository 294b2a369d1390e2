import { Bytes } from '#components/patterns/bytes.tsx';
import type { Impact } from '#lib/domain/change/impact.ts';

/** What files would bring into the cluster, counted. */
export function ImpactSummary({ impact }: { impact: Impact }) {
  const { objects, subjects, total, storageBytes } = impact;
  const byKind = Map.groupBy(objects, ({ kind }) => kind);
  const extended = Object.entries(total.extended).filter(([, amount]) => amount > 0);
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {subjects.map(({ application, wave }) => (
        <li key={application}>
          Application <code>{application}</code> in wave {wave}
        </li>
      ))}
      <li>
        {objects.length === 1 ? '1 object' : `${objects.length} objects`}:{' '}
        <span className="text-muted">
          {[...byKind].map(([kind, of]) => (of.length === 1 ? kind : `${of.length} × ${kind}`)).join(', ')}
        </span>
      </li>
      <li>
        Requests {total.cpuMillis / 1000} CPU and <Bytes value={total.memoryBytes} /> of memory
      </li>
      {extended.map(([resource, amount]) => (
        <li key={resource}>
          {amount} × <code>{resource}</code>
        </li>
      ))}
      {storageBytes > 0 && (
        <li>
          <Bytes value={storageBytes} /> of storage
        </li>
      )}
    </ul>
  );
}
