import { patchSources } from '#lib/browser/live/patch-sources.ts';
import { patchList } from '#lib/browser/view/patches.ts';
import type { ViewQuery } from '#lib/browser/view/use-view.ts';
import type { ChangeRow } from '#lib/domain/inbox/row.ts';
import type { InboxData } from '#lib/views/inbox/read.ts';

/** The changes as rows, live: for the inbox and for the count beside it. */
export const INBOX: ViewQuery<InboxData> = {
  name: 'inbox',
  patches: {
    sources: patchSources,
    changes: patchList<InboxData, ChangeRow>(
      ({ rows }) => rows,
      (data, rows) => ({ ...data, rows: [...rows] }),
    ),
  },
};
