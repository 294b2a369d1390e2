import { Time } from '#components/patterns/time/time.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { ConnectionRow } from '#lib/domain/connection/row.ts';
import { ConnectionDetails } from './connection-details.tsx';
import { ConnectionMark } from './connection-mark.tsx';

/** One connection on a line; a press opens what else is known. Needs no script. */
export function ConnectionLine({ connection }: { connection: ConnectionRow }) {
  const { id, title, holds, state, since, heardAt, reason } = connection;
  return (
    <li className="border-line border-b last:border-b-0" data-connection={id} data-state={state}>
      <details className="group">
        <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2 text-sm hover:bg-hover [&::-webkit-details-marker]:hidden">
          <Icon name="chevronDown" size={12} className="-rotate-90 flex-none text-faint group-open:rotate-0" />
          <h3 className="min-w-0 max-w-full truncate font-medium">{title}</h3>
          {holds !== '' && (
            <span className="min-w-0 truncate text-muted text-xs tabular-nums max-sm:order-1 max-sm:w-full max-sm:ps-6">
              {holds}
            </span>
          )}
          <span className="ms-auto flex flex-wrap items-center gap-x-3">
            {heardAt !== null && (
              <span className="text-muted text-xs max-sm:hidden">
                heard <Time at={heardAt} />
              </span>
            )}
            <ConnectionMark state={state} since={since} />
          </span>
          {reason !== '' && <span className="w-full break-words ps-6 text-muted text-xs max-sm:order-1">{reason}</span>}
        </summary>
        <ConnectionDetails connection={connection} />
      </details>
    </li>
  );
}
