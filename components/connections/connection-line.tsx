'use client';

import { useState } from 'react';
import { Time } from '#components/patterns/time/time.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { ConnectionRow } from '#lib/domain/connection/row.ts';
import { ConnectionDetails } from './connection-details.tsx';
import { ConnectionMark } from './connection-mark.tsx';

export type ConnectionLineProps = {
  connection: ConnectionRow;
  /** Of very many, what else is known is drawn once it is opened: a page of any size keeps to 1,500 elements. */
  isOneOfMany: boolean;
};

/** One connection on a line; a press opens what else is known. Needs no script, but of very many. */
export function ConnectionLine({ connection, isOneOfMany }: ConnectionLineProps) {
  const [wasOpened, setOpened] = useState(false);
  const note = (details: HTMLDetailsElement | null) => details?.open && setOpened(true);
  const { id, title, holds, state, since, heardAt, reason } = connection;
  return (
    <li className="border-line border-b last:border-b-0" data-connection={id} data-state={state}>
      {/* It may have been opened before the script of the page ran. */}
      <details className="group" ref={(details) => void note(details)} onToggle={(event) => note(event.currentTarget)}>
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
        {(wasOpened || !isOneOfMany) && <ConnectionDetails connection={connection} />}
      </details>
    </li>
  );
}
