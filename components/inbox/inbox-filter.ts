import type { AddressCodec } from '#components/frame/use-address-state.ts';
import type { ChangeOrigin } from '#lib/domain/change/change.ts';
import type { ChangeRow } from '#lib/domain/inbox/row.ts';

export const ORIGINS = ['template', 'ai', 'forge'] as const satisfies readonly ChangeOrigin['kind'][];

/** Which changes are looked at. */
export type InboxFilter = {
  search: string;
  /** null for all. */
  origin: ChangeOrigin['kind'] | null;
  /** The path of a repository besides the one that changes go to; null for all. */
  repository: string | null;
};

/** As it stands in the address of the page. */
export const INBOX_ADDRESS: AddressCodec<InboxFilter> = {
  path: '/changes',
  parse: (params) => ({
    search: params.get('q') ?? '',
    origin: ORIGINS.find((origin) => origin === params.get('origin')) ?? null,
    repository: params.get('repository'),
  }),
  format({ search, origin, repository }) {
    const params = new URLSearchParams({
      ...(search === '' ? {} : { q: search }),
      ...(origin === null ? {} : { origin }),
      ...(repository === null ? {} : { repository }),
    });
    return params.size === 0 ? '' : `?${params}`;
  },
  typed: 'search',
};

/** Every word that is searched for stands in the title, the number, a name, an application or the repository. */
export function filterChanges(rows: readonly ChangeRow[], { search, origin, repository }: InboxFilter): ChangeRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const { title, iid, requester, applications } = row;
    const isOfIt = repository === null || row.repository === repository;
    const names = [requester.name, requester.username, row.repository ?? ''];
    const text = [title, `!${iid}`, ...names, ...applications].join('\n').toLowerCase();
    return isOfIt && (origin === null || row.origin.kind === origin) && words.every((word) => text.includes(word));
  });
}

/** The repositories that there are changes of, besides the one that changes go to. */
export function otherRepositories(rows: readonly ChangeRow[]): string[] {
  return [...new Set(rows.flatMap(({ repository }) => repository ?? []))].toSorted();
}
