import 'server-only';
import { z } from 'zod';
import type { ChangeRow } from '#lib/domain/inbox/row.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { defineView } from '../_shared/view.ts';

export type InboxData = { rows: ChangeRow[] };

/** The changes of the portal, newest first. */
export const inboxView = defineView({
  name: 'inbox',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'change.view');
    const { changeRows, live } = context.services;
    const position = live.position();
    const rows = [...changeRows.values()].toSorted((a, b) => b.createdAt - a.createdAt);
    return { data: { rows } satisfies InboxData, sources: [changeRows.source], position };
  },
});
