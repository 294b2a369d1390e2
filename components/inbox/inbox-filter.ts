import type { AddressCodec } from '#components/frame/use-address-state.ts';
import type { ChangeOrigin } from '#lib/domain/change/change.ts';
import type { ChangeRow } from '#lib/domain/inbox/row.ts';

export const ORIGINS = ['template', 'ai', 'forge'] as const satisfies readonly ChangeOrigin['kind'][];

/** Which changes are looked at. */
export type InboxFilter = {
  search: string;
  /** null for all. */
  origin: ChangeOrigin['kind'] | null;
};

/** As it stands in the address of the page. */
export const INBOX_ADDRESS: AddressCodec<InboxFilter> = {
  path: '/changes',
  parse: (params) => ({
    search: params.get('q') ?? '',
    origin: ORIGINS.find((origin) => origin === params.get('origin')) ?? null,
  }),
  format({ search, origin }) {
    const params = new URLSearchParams({
      ...(search === '' ? {} : { q: search }),
      ...(origin === null ? {} : { origin }),
    });
    return params.size === 0 ? '' : `?${params}`;
  },
  typed: 'search',
};

/** Every word that is searched for stands in the title, the number, a name or an application. */
export function filterChanges(rows: readonly ChangeRow[], { search, origin }: InboxFilter): ChangeRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const { title, iid, requester, applications } = row;
    const text = [title, `!${iid}`, requester.name, requester.username, ...applications].join('\n').toLowerCase();
    return (origin === null || row.origin.kind === origin) && words.every((word) => text.includes(word));
  });
}
